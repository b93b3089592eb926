package io.ensemble.client.recipes;

import io.ensemble.client.Applied;
import io.ensemble.client.Condition;
import io.ensemble.client.CreateMode;
import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.client.Op;
import io.ensemble.client.SessionEvent;
import io.ensemble.client.SessionEvent.State;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Service discovery on the znodes of Curator's: {@code BASE/SERVICE/ID}, ephemeral, in its JSON. What was registered is
 * registered again in the next session where one expires. Who looks has a copy of the services that it has asked for, and asks
 * nobody after that. Any thread.
 */
public final class Discovery implements AutoCloseable {
    private final Ensemble client;
    private final String base;
    private final Duration patience;
    private final Map<String, ServiceInstance> registered = new ConcurrentHashMap<>();
    private final Map<String, NearCache> services = new ConcurrentHashMap<>();
    private final Consumer<SessionEvent> listener = this::session;

    /**
     * @param base where the services are; made, with its parents, where it is not there
     * @param patience how long the first look at a service waits for its instances
     */
    public Discovery(Ensemble client, String base, Duration patience) {
        this.client = client;
        this.base = base;
        this.patience = patience;
        client.onSession(listener);
    }

    /** Registers an instance, in the place of one of the same service and id, for as long as this one is open. */
    public void register(ServiceInstance instance) {
        client.ensure(base + "/" + instance.name(), CreateMode.CONTAINER);
        registered.put(path(instance), instance);
        client.await(publish(instance));
    }

    /** What stands in its place is deleted with it: it may belong to a session that has not expired yet. */
    private CompletableFuture<Applied> publish(ServiceInstance instance) {
        String path = path(instance);
        Op create = new Op.Create(path, instance.json(System.currentTimeMillis()), CreateMode.EPHEMERAL);
        return client.compareAndApplyAsync(
                List.of(Condition.exists(path)), List.of(new Op.Delete(path, Op.ANY_VERSION), create), List.of(create));
    }

    /** Takes an instance back. */
    public void unregister(ServiceInstance instance) {
        registered.remove(path(instance));
        try {
            client.delete(path(instance));
        } catch (EnsembleException e) {
            if (e.reason() != Reason.NO_NODE) {
                throw e;
            }
        }
    }

    private String path(ServiceInstance instance) {
        return base + "/" + instance.name() + "/" + instance.id();
    }

    private void session(SessionEvent event) {
        if (event.state() == State.CONNECTED) {
            registered.values().forEach(this::publishAgain);
        }
    }

    /** The service's own znode is a container: it may have gone with its last instance meanwhile. */
    private void publishAgain(ServiceInstance instance) {
        publish(instance)
                .handle((done, failure) -> isNoNode(failure) ? parentThenPublish(instance) : same(done, failure))
                .thenCompose(again -> again)
                .whenComplete((done, failure) -> {
                    // Of a session that ended meanwhile the next one tells; a closed client has no more to say.
                    if (failure != null && !isOver(failure)) {
                        System.getLogger(Discovery.class.getName())
                                .log(Level.WARNING, path(instance) + " could not be registered again", failure);
                    }
                });
    }

    private CompletableFuture<Applied> parentThenPublish(ServiceInstance instance) {
        String service = base + "/" + instance.name();
        List<Op> ops = new ArrayList<>();
        for (int slash = service.indexOf('/', 1); slash >= 0; slash = service.indexOf('/', slash + 1)) {
            ops.add(new Op.Create(service.substring(0, slash), null, CreateMode.PERSISTENT));
        }
        ops.add(new Op.Create(service, null, CreateMode.CONTAINER));
        CompletableFuture<?> made = CompletableFuture.completedFuture(null);
        for (Op op : ops) {
            // Which of them are there already does not matter: the last step says whether all are.
            made = made.thenCompose(before -> client.writeAsync(op).handle((done, failure) -> null));
        }
        return made.thenCompose(done -> publish(instance));
    }

    private static CompletableFuture<Applied> same(@Nullable Applied done, @Nullable Throwable failure) {
        return done == null && failure != null
                ? CompletableFuture.failedFuture(failure)
                : CompletableFuture.completedFuture(done);
    }

    private static boolean isNoNode(@Nullable Throwable failure) {
        return reason(failure) == Reason.NO_NODE;
    }

    private static boolean isOver(Throwable failure) {
        return reason(failure) == Reason.SESSION_EXPIRED || reason(failure) == Reason.CLOSED;
    }

    private static @Nullable Reason reason(@Nullable Throwable failure) {
        Throwable why = failure instanceof CompletionException ? failure.getCause() : failure;
        return why instanceof EnsembleException e ? e.reason() : null;
    }

    /** The instances of a service that are enabled, by id. */
    public List<ServiceInstance> instances(String service) {
        NearCache cache = services.computeIfAbsent(service, name -> new NearCache(client, base + "/" + name));
        List<ServiceInstance> instances = new ArrayList<>();
        cache.await(patience)
                .entries()
                .values()
                .forEach(entry -> ServiceInstance.parse(entry.data())
                        .filter(ServiceInstance::enabled)
                        .ifPresent(instances::add));
        return instances;
    }

    /** Takes back all that was registered. */
    @Override
    public void close() {
        client.offSession(listener);
        List.copyOf(registered.values()).forEach(this::unregister);
        services.values().forEach(NearCache::close);
    }
}
