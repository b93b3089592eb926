/**
 * Event loops with their connections, their sessions' pending requests and their watches. A lane follows the chain of
 * applied entries command by command, and never blocks. Front ends depend on it; it depends on none.
 */
@NullMarked
package io.ensemble.server.lane;

import org.jspecify.annotations.NullMarked;
