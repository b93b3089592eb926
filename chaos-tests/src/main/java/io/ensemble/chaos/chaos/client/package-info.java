/**
 * Clients whose every call goes into the history. {@code TracedClient} is ZooKeeper's own Java client, with the reply
 * header that its API hides; its callbacks run on its event thread, in the order in which replies and events came.
 */
@NullMarked
package io.ensemble.chaos.chaos.client;

import org.jspecify.annotations.NullMarked;
