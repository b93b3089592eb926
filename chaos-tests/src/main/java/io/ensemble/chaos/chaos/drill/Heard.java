package io.ensemble.chaos.chaos.drill;

import io.ensemble.client.WatchEvent;
import io.ensemble.client.WatchEvent.Kind;

/**
 * What a watcher of a {@link WatchedTree} was told. Immutable.
 *
 * @param number in the data; -1 where there is none
 */
record Heard(Kind kind, long zxid, String path, int number) {

    static Heard of(WatchEvent event) {
        return new Heard(event.kind(), event.zxid(), event.path(), WatchedTree.number(event.text()));
    }
}
