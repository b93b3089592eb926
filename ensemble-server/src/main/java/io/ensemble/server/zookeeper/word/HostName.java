package io.ensemble.server.zookeeper.word;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** This machine's name, asked for once: a name service can be slow. */
final class HostName {
    static final String VALUE = find();

    private HostName() {}

    private static String find() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException e) {
            return "<NA>";
        }
    }
}
