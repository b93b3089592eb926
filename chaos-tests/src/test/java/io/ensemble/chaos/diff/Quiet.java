package io.ensemble.chaos.diff;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Silences what a server says about requests that are wrong on purpose. */
final class Quiet {

    private Quiet() {}

    static void zookeeper() {
        ((Logger) LoggerFactory.getLogger("org.apache.zookeeper")).setLevel(Level.OFF);
    }
}
