/**
 * One member put together: what it needs from outside ({@link io.ensemble.server.member.Wiring}) and what it is made of.
 */
@NullMarked
package io.ensemble.server.member;

import org.jspecify.annotations.NullMarked;
