/**
 * ZooKeeper's four-letter words: what a member says of itself on its client port, in ZooKeeper's wording, which tools
 * parse. Depends on the connections' lanes and on {@link io.ensemble.server.zookeeper.word.ServerFacts}; numbers are
 * collected from each lane on its own loop.
 */
@NullMarked
package io.ensemble.server.zookeeper.word;

import org.jspecify.annotations.NullMarked;
