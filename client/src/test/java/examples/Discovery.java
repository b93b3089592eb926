package examples;

import io.ensemble.client.CreateMode;
import io.ensemble.client.Ensemble;
import io.ensemble.client.WatchOptions;
import io.ensemble.client.WatchOptions.Scope;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Service discovery: an instance is there as long as its session, and who looks for it knows all of them. */
public final class Discovery {
    static void register(Ensemble client, String instance, String address) {
        client.ensure("/services", CreateMode.CONTAINER);
        client.create("/services/" + instance, address.getBytes(StandardCharsets.UTF_8), CreateMode.EPHEMERAL);
    }

    static Map<String, String> follow(Ensemble client) {
        Map<String, String> instances = new ConcurrentSkipListMap<>();
        client.watch("/services", WatchOptions.of(Scope.CHILDREN).withListing(), event -> {
            switch (event.kind()) {
                case CREATED, DATA_CHANGED, EXISTING -> instances.put(event.path(), event.text());
                case DELETED -> instances.remove(event.path());
                case GAP -> instances.clear(); // a listing follows
                case LISTED -> {}
            }
            System.out.println(event.kind() + " " + event.path() + " -> " + instances);
        });
        return instances;
    }

    public static void main(String[] args) throws InterruptedException {
        try (Ensemble client = Ensemble.connect(args[0])) {
            follow(client);
            register(client, "instance-" + ProcessHandle.current().pid(), "10.0.0.1:8080");
            Thread.currentThread().join(); // start another one, and stop it
        }
    }
}
