/** The commands of the command line and of the shell, and what they run in. */
@NullMarked
package io.ensemble.client.cli.command;

import org.jspecify.annotations.NullMarked;
