package io.ensemble.chaos.diff;

import java.net.InetSocketAddress;
import java.util.List;

/** A running service that scripts are played to. */
public interface Target extends AutoCloseable {

    String name();

    /** Where its members take clients; never empty. */
    List<InetSocketAddress> members();

    @Override
    void close();

    /** Members that somebody else runs. */
    static Target at(String name, List<InetSocketAddress> members) {
        return new Target() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public List<InetSocketAddress> members() {
                return members;
            }

            @Override
            public void close() {}
        };
    }
}
