/**
 * {@code ./ensemble local}: a whole ensemble on one machine, each member a process of its own, for development and for
 * failover tests by hand.
 *
 * <p>Depends on picocli and the JDK. It starts members as anyone would, by their command line and a configuration file,
 * and knows them by their ports, so nothing here is on the class path of a member in a real deployment. One thread; a
 * shutdown hook stops the members of an attached launcher.
 */
@NullMarked
package io.ensemble.deploy.local;

import org.jspecify.annotations.NullMarked;
