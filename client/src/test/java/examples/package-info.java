/** The client's four uses, each a program of its own: a connect string is its argument. docs/CLIENT.md says how to run them. */
@NullMarked
package examples;

import org.jspecify.annotations.NullMarked;
