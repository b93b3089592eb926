/** The command line: one request a run, one line for what goes wrong, an exit code by its kind. */
@NullMarked
package io.ensemble.client.cli;

import org.jspecify.annotations.NullMarked;
