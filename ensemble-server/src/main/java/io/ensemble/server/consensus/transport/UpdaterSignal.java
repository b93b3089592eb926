package io.ensemble.server.consensus.transport;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.util.AwaitForSignal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives Ratis' updater, the thread that applies what is committed, a signal that is not lost. Its own (AwaitForSignal of
 * Ratis 3.3.0) forgets one that comes between the look at the commit index and the wait: the entry, and every client that
 * waits for it, then stays for up to a tenth of a second, or until the next commit. Ratis offers no way to set it, so the
 * field is replaced; where a version has no such field the tenth of a second remains, and a line says so.
 */
final class UpdaterSignal {
    private static final Logger LOG = LoggerFactory.getLogger(UpdaterSignal.class);

    private UpdaterSignal() {}

    /** Once, after the start of Ratis' server; returns whether it was done. */
    static boolean keep(RaftServer.Division division) {
        try {
            Method getState = division.getClass().getDeclaredMethod("getState");
            getState.setAccessible(true);
            Object state = getState.invoke(division);
            Method getUpdater = state.getClass().getDeclaredMethod("getStateMachineUpdater");
            getUpdater.setAccessible(true);
            Object updater = getUpdater.invoke(state);
            Field field = updater.getClass().getDeclaredField("awaitForSignal");
            field.setAccessible(true);
            AwaitForSignal before = (AwaitForSignal) field.get(updater);
            field.set(updater, new KeptSignal(before));
            // It may be waiting; the next wait is on the new one.
            before.signal();
            return true;
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.warn("an entry may be applied up to 100 ms late: {}", e.toString());
            return false;
        }
    }
}
