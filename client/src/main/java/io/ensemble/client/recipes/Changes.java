package io.ensemble.client.recipes;

import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.SessionEvent;
import io.ensemble.client.SessionEvent.State;
import io.ensemble.client.Watch;
import io.ensemble.client.WatchEvent;
import io.ensemble.client.WatchEvent.Kind;
import io.ensemble.client.WatchOptions;
import io.ensemble.client.WatchOptions.Scope;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Waits for changes. The watch begins where something was read: what happened since is not missed. Stateless. */
final class Changes {
    private Changes() {}

    /**
     * Waits for a change that is wanted, or for anything that makes it necessary to read again: a gap, another session.
     *
     * @param session in which it was read: if it is over by now, nothing is waited for
     * @return false where the time was over
     */
    static boolean await(
            Ensemble client,
            long session,
            String path,
            Scope scope,
            long fromZxid,
            Predicate<WatchEvent> wanted,
            long nanos)
            throws InterruptedException {
        CompletableFuture<Void> changed = new CompletableFuture<>();
        // A session that ends takes what it has made along.
        Consumer<SessionEvent> over = event -> {
            if (event.state() == State.EXPIRED || event.state() == State.CLOSED) {
                changed.complete(null);
            }
        };
        client.onSession(over);
        if (client.sessionId() != session) {
            // It ended between the reading and here: those who listened then were told.
            client.offSession(over);
            return true;
        }
        WatchOptions options = WatchOptions.of(scope).from(fromZxid).withoutData();
        try (Watch watch = client.watch(path, options, event -> {
            EnsembleException refused = event.failure();
            if (refused != null) {
                changed.completeExceptionally(refused);
            } else if (event.kind() == Kind.LISTED || (event.stat() != null && wanted.test(event))) {
                changed.complete(null);
            }
        })) {
            changed.get(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EnsembleException why) {
                throw why;
            }
            throw new IllegalStateException(e);
        } finally {
            client.offSession(over);
        }
    }
}
