/**
 * What an entry of the log does to the state: outcomes for those who asked, changes for those who watch. One thread applies;
 * what comes out is immutable.
 */
@NullMarked
package io.ensemble.state.apply;

import org.jspecify.annotations.NullMarked;
