/**
 * The bytes of a snapshot. Depends on the state machine and the JDK. Nothing here is shared: each writing or reading is
 * confined to the thread that does it.
 */
@NullMarked
package io.ensemble.protocol.snapshot;

import org.jspecify.annotations.NullMarked;
