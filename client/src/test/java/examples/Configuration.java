package examples;

import io.ensemble.client.Ensemble;
import io.ensemble.client.WatchEvent;
import io.ensemble.client.WatchOptions;
import io.ensemble.client.WatchOptions.Scope;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Configuration that is never stale and never half: every znode below /config, kept in a map. */
public final class Configuration {
    private final Map<String, String> values = new ConcurrentSkipListMap<>();

    Configuration(Ensemble client) {
        client.watch("/config", WatchOptions.of(Scope.SUBTREE).withListing(), this::changed);
    }

    private void changed(WatchEvent event) {
        switch (event.kind()) {
            case CREATED, DATA_CHANGED, EXISTING -> values.put(event.path(), event.text());
            case DELETED -> values.remove(event.path());
            case GAP -> values.clear(); // a listing follows
            case LISTED -> {}
        }
        System.out.println(event.kind() + " " + event.path() + " -> " + values);
    }

    Map<String, String> values() {
        return values;
    }

    public static void main(String[] args) throws InterruptedException {
        try (Ensemble client = Ensemble.connect(args[0])) {
            new Configuration(client);
            Thread.currentThread().join(); // try: ./ensemble create /config x, set /config y
        }
    }
}
