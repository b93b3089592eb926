/** What the client promises, at length: programs to run, with numbers to choose, and no part of the build's tests. */
@NullMarked
package io.ensemble.client.soak;

import org.jspecify.annotations.NullMarked;
