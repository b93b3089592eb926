package io.ensemble.server.lane;

import io.ensemble.state.acl.AclList;
import io.ensemble.state.acl.Identities;

/** One session that is connected here: its requests in order, its identities, its output. Confined to its lane. */
public final class LaneSession implements WatchTable.Watcher {

    public long id() {
        throw new UnsupportedOperationException();
    }

    /** The negotiated timeout in milliseconds. */
    public int timeoutMs() {
        throw new UnsupportedOperationException();
    }

    public Lane lane() {
        throw new UnsupportedOperationException();
    }

    public Identities identities() {
        throw new UnsupportedOperationException();
    }

    /** The connection has proved more: counts for requests submitted from now on. */
    public void identities(Identities now) {
        throw new UnsupportedOperationException();
    }

    /** Takes a request in, behind those before it. It runs in the lane's turn, never inline. */
    public void submit(Request request) {
        throw new UnsupportedOperationException();
    }

    /** Something was heard of the client: a ping, or any frame; {@link #submit} says it by itself. */
    public void heard() {
        throw new UnsupportedOperationException();
    }

    /** Something was written outside a turn (the answer to a ping): the lane flushes it if the session is fresh. */
    public void wrote() {
        throw new UnsupportedOperationException();
    }

    /** Whether the front end should stop reading from the connection, because too much of it is pending. */
    public boolean isFull() {
        throw new UnsupportedOperationException();
    }

    /** The connection has closed: watches and pending requests are dropped; the session lives on until its timeout. */
    public void disconnected() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean mayRead(AclList acl) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void event(WatchTable.EventType type, String path, long zxid) {
        throw new UnsupportedOperationException();
    }
}
