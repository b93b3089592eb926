/** The commands that run another program for as long as something is granted: a lock, or the lead. */
@NullMarked
package io.ensemble.client.cli.hold;

import org.jspecify.annotations.NullMarked;
