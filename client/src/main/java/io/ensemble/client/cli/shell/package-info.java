/** {@code ./ensemble sh}: all commands over one session, typed at a terminal or read from a script. */
@NullMarked
package io.ensemble.client.cli.shell;

import org.jspecify.annotations.NullMarked;
