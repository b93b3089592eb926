package io.ensemble.client.cli.command;

import io.ensemble.client.Ensemble;
import io.ensemble.client.Watch;
import io.ensemble.client.WatchEvent;
import io.ensemble.client.WatchEvent.Kind;
import io.ensemble.client.WatchOptions;
import io.ensemble.client.WatchOptions.Scope;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A watch that tells of one change, as ZooKeeper's do: {@code -w} of get, ls and stat. Any thread. */
final class OnceWatch {
    private final CompletableFuture<WatchEvent> event = new CompletableFuture<>();
    private final Ensemble client;
    private final String path;

    private OnceWatch(Ensemble client, String path) {
        this.client = client;
        this.path = path;
    }

    /** Of the znode itself, behind a zxid or from now on. */
    static OnceWatch znode(Ensemble client, String path, long zxid) {
        return new OnceWatch(client, path)
                .on(Scope.EXACT, zxid, EnumSet.of(Kind.CREATED, Kind.DELETED, Kind.DATA_CHANGED));
    }

    /** Of which children it has. */
    static OnceWatch children(Ensemble client, String path, long zxid) {
        return new OnceWatch(client, path)
                .on(Scope.CHILDREN, zxid, EnumSet.of(Kind.CREATED, Kind.DELETED))
                .on(Scope.EXACT, zxid, EnumSet.of(Kind.DELETED));
    }

    private OnceWatch on(Scope scope, long zxid, Set<Kind> kinds) {
        WatchOptions what = WatchOptions.of(scope);
        Watch watch = client.watch(path, zxid == WatchOptions.NOW ? what : what.from(zxid), each -> {
            if (kinds.contains(each.kind())) {
                event.complete(each);
            }
        });
        event.whenComplete((done, failure) -> watch.close());
        return this;
    }

    /** In the shell prints the event when it comes; else waits for it, and prints it then. */
    void goOn(Context context) throws InterruptedException {
        if (context.isShell()) {
            event.thenAccept(each -> context.notice("watch: " + Events.line(each, context.console())));
            return;
        }
        context.console().out().flush();
        try {
            context.notice(Events.line(event.get(), context.console()));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
