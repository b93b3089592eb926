package io.ensemble.chaos.zookeeper;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Silences what ZooKeeper's client says of connections that are closed on purpose. */
final class Quiet {

    private Quiet() {}

    static void zookeeper() {
        ((Logger) LoggerFactory.getLogger("org.apache.zookeeper")).setLevel(Level.OFF);
    }
}
