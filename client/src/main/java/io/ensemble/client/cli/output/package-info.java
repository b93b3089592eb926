/** How what a command found is shown: as a table, JSON, YAML or bare, and how far long work has come. */
@NullMarked
package io.ensemble.client.cli.output;

import org.jspecify.annotations.NullMarked;
