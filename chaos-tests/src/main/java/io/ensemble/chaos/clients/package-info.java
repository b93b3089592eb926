/**
 * What people do with Curator, done with unmodified clients that are spread over the members of an ensemble that runs:
 * Ensemble's, or ZooKeeper's, with the same result. Its kazoo and zkCli siblings are in {@code chaos-tests/clients}.
 *
 * <p>Depends on Curator and ZooKeeper's client only. Each use has threads of its own, which have ended when it returns.
 */
@NullMarked
package io.ensemble.chaos.clients;

import org.jspecify.annotations.NullMarked;
