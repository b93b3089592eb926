package io.ensemble.state.tree;

import io.ensemble.state.collection.Owner;
import io.ensemble.state.collection.PersistentMap;

/** The children of a znode and what is counted over them; shared until an owner changes it in place. */
final class Folder {
    private final Owner owner;
    private PersistentMap<String, Znode> children;
    private int creates;
    private long pzxid;
    private long descendants;

    private Folder(Owner owner, PersistentMap<String, Znode> children, int creates, long pzxid, long descendants) {
        this.owner = owner;
        this.children = children;
        this.creates = creates;
        this.pzxid = pzxid;
        this.descendants = descendants;
    }

    static Folder empty(Owner owner, int creates, long pzxid) {
        return new Folder(owner, PersistentMap.empty(), creates, pzxid, 0);
    }

    /** This folder if it is the owner's, else a copy that is. */
    Folder owned(Owner by) {
        return owner == by ? this : new Folder(by, children, creates, pzxid, descendants);
    }

    PersistentMap<String, Znode> children() {
        return children;
    }

    /** How often a child was created: the number of the next sequential one. */
    int creates() {
        return creates;
    }

    /** The zxid of the last creation or deletion of a child. */
    long pzxid() {
        return pzxid;
    }

    long descendants() {
        return descendants;
    }

    void put(Owner by, String name, Znode child) {
        children = children.put(by, name, child);
    }

    /** Another version of a child that is there. */
    void replace(Owner by, String name, Znode child) {
        children = children.replace(by, name, child);
    }

    void remove(Owner by, String name) {
        children = children.remove(by, name);
    }

    void countCreate(long zxid) {
        creates++;
        pzxid = zxid;
    }

    void countDelete(long zxid) {
        pzxid = zxid;
    }

    void addDescendants(int difference) {
        descendants += difference;
    }
}
