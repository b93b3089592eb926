package io.ensemble.bench.load;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * One load.
 *
 * @param servers where the connections go, in turn
 * @param inFlight counted requests in flight on each connection
 * @param dataBytes size of a znode's data
 * @param threads event loops of the generator
 * @param warmup time before the measured time, under the same load
 * @param measured time in which successes count
 * @param root path under which the load makes its znodes; created where it is missing
 * @param answersWithin time to wait, after the measured time, for what is still in flight
 */
public record LoadSpec(
        List<InetSocketAddress> servers,
        Pattern pattern,
        int connections,
        int inFlight,
        int dataBytes,
        int threads,
        Duration warmup,
        Duration measured,
        String root,
        Duration answersWithin) {

    public LoadSpec {
        servers = List.copyOf(servers);
        if (servers.isEmpty() || connections < 1 || inFlight < 1 || dataBytes < 0 || threads < 1) {
            throw new IllegalArgumentException("a load needs servers, connections, requests in flight and threads");
        }
    }
}
