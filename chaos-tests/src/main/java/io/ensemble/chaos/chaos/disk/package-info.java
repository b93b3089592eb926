/**
 * Members' disks that fail, lie, fill up or lose power, and a wall clock that jumps. Files on real file systems, faults
 * within the member's process by a library that is compiled where it is used; what is not there is said in a line.
 */
@NullMarked
package io.ensemble.chaos.chaos.disk;

import org.jspecify.annotations.NullMarked;
