package io.ensemble.state.tree;

import io.ensemble.state.acl.AclList;
import io.ensemble.state.apply.InvariantViolation;
import io.ensemble.state.collection.Owner;
import io.ensemble.state.digest.Hash64;
import io.ensemble.state.path.Paths;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The znodes, and what is counted over them. Changes are made under an {@link Owner} and leave what other owners made as
 * it is; once the owner is given up the tree is immutable. Checks nothing of ZooKeeper's rules: callers did.
 */
public final class Tree {
    /** The znodes that are there from the beginning, and stay. */
    public static final List<String> RESERVED = List.of("/", "/zookeeper", "/zookeeper/quota", "/zookeeper/config");

    private final Znode root;
    private final AclTable acls;
    private final DueIndex due;
    private final long ephemeralCount;
    private final long dataBytes;
    private final long digest;

    private Tree(Znode root, AclTable acls, DueIndex due, long ephemeralCount, long dataBytes, long digest) {
        this.root = root;
        this.acls = acls;
        this.due = due;
        this.ephemeralCount = ephemeralCount;
        this.dataBytes = dataBytes;
        this.digest = digest;
    }

    /** A tree of nothing but a root. */
    public static Tree of(Znode.Fields root) {
        Znode znode = new Znode(root);
        AclTable acls = AclTable.EMPTY.retain(new Owner(), root.acl());
        return new Tree(znode, acls, DueIndex.EMPTY, 0, bytes("/", znode), znode.hash(Hash64.of("/")));
    }

    public Znode root() {
        return root;
    }

    public @Nullable Znode find(String path) {
        return Walk.find(root, path);
    }

    /** A walk to a znode, or null; null also for what is no valid path. For this version of the tree only. */
    public @Nullable Walk walk(String path) {
        return Walk.toAny(root, path);
    }

    public long ephemeralCount() {
        return ephemeralCount;
    }

    public long dataBytes() {
        return dataBytes;
    }

    /** The sum of the hashes of all znodes. */
    public long digest() {
        return digest;
    }

    /** Whether a TTL znode or an empty container is due. */
    public static boolean isDue(Znode znode, long logClockMs, long containerIdleMs) {
        return DueIndex.isDue(znode, logClockMs, containerIdleMs);
    }

    public List<String> due(long logClockMs, long containerIdleMs, int countMax) {
        return due.due(logClockMs, containerIdleMs, countMax);
    }

    public long nextDueMs(long containerIdleMs) {
        return due.nextMs(containerIdleMs);
    }

    /** The list that stands for all equal ones in this tree. */
    public AclList shared(AclList acl) {
        return acls.shared(acl);
    }

    /** With a new znode below a parent, to which the walk goes. */
    public Tree create(Owner by, Walk parent, String path, Znode created, long zxid) {
        return attach(by, parent, path, created, zxid);
    }

    /** With a znode that a snapshot holds: its parent counts it already. Parents come before their children. */
    public Tree load(Owner by, String path, Znode.Fields fields) {
        return attach(by, Walk.to(root, Paths.parent(path)), path, new Znode(fields), 0);
    }

    private Tree attach(Owner by, Walk walk, String path, Znode child, long createdAt) {
        String parentPath = Paths.parent(path);
        Znode parent = walk.last();
        long parentHash = Hash64.of(parentPath);
        long digestWithout = digest - parent.hash(parentHash);
        DueIndex dueWithout = due.without(by, parentPath, parent);

        Folder folder = parent.folderOf(by);
        folder.put(by, path.substring(path.lastIndexOf('/') + 1), child);
        folder.addDescendants(1);
        if (createdAt > 0) {
            folder.countCreate(createdAt);
        }
        Znode newParent = folder == parent.folder() ? parent : parent.withFolder(folder);
        return new Tree(
                walk.replaceLast(by, newParent, 1),
                acls.retain(by, child.acl()),
                dueWithout.with(by, parentPath, newParent).with(by, path, child),
                ephemeralCount + (child.isEphemeral() ? 1 : 0),
                dataBytes + bytes(path, child),
                digestWithout + newParent.hash(parentHash) + child.hash(Hash64.of(path)));
    }

    /** Without a znode that is there and has no children. */
    public Tree delete(Owner by, String path, long zxid, long logClockMs) {
        String parentPath = Paths.parent(path);
        Walk walk = Walk.to(root, parentPath);
        Znode parent = walk.last();
        String name = path.substring(path.lastIndexOf('/') + 1);
        Znode child = parent.child(name);
        if (child == null || child.childCount() > 0) {
            throw new IllegalArgumentException("no znode there that could be deleted");
        }
        long parentHash = Hash64.of(parentPath);
        long digestWithout = digest - parent.hash(parentHash) - child.hash(Hash64.of(path));
        DueIndex dueWithout = due.without(by, parentPath, parent).without(by, path, child);

        Folder folder = parent.folderOf(by);
        folder.remove(by, name);
        folder.addDescendants(-1);
        folder.countDelete(zxid);
        Znode newParent = emptied(folder == parent.folder() ? parent : parent.withFolder(folder), logClockMs);
        return new Tree(
                walk.replaceLast(by, newParent, -1),
                acls.release(by, child.acl()),
                dueWithout.with(by, parentPath, newParent),
                ephemeralCount - (child.isEphemeral() ? 1 : 0),
                dataBytes - bytes(path, child),
                digestWithout + newParent.hash(parentHash));
    }

    /** A container that has just lost its last child is empty from now on. */
    private static Znode emptied(Znode parent, long logClockMs) {
        Lifetime lifetime = parent.lifetime();
        boolean counts = lifetime != null && lifetime.kind() == Lifetime.Kind.CONTAINER && parent.childCount() == 0;
        return lifetime != null && counts ? parent.withLifetime(lifetime.since(logClockMs)) : parent;
    }

    /** With a znode of other data in place of the one to which the walk goes. */
    public Tree setData(Owner by, Walk walk, String path, Znode after) {
        return replace(by, path, walk, after, acls);
    }

    /** With another (shared) ACL of a znode that is there. */
    public Tree setAcl(Owner by, String path, AclList acl) {
        Walk walk = Walk.to(root, path);
        AclTable moved = acls.retain(by, acl).release(by, walk.last().acl());
        return replace(by, path, walk, walk.last().withAcl(acl), moved);
    }

    private Tree replace(Owner by, String path, Walk walk, Znode after, AclTable newAcls) {
        Znode before = walk.last();
        long pathHash = Hash64.of(path);
        return new Tree(
                walk.replaceLast(by, after, 0),
                newAcls,
                due.without(by, path, before).with(by, path, after),
                ephemeralCount,
                dataBytes + bytes(path, after) - bytes(path, before),
                digest + after.hash(pathHash) - before.hash(pathHash));
    }

    private static long bytes(String path, Znode znode) {
        byte[] data = znode.data();
        return path.length() + (data == null ? 0L : data.length);
    }

    /** Visits each znode that has children, parents first, in an order that follows from the content alone. */
    public void forEachFolder(BiConsumer<String, Znode> action) {
        record At(String path, Znode znode) {}
        Deque<At> open = new ArrayDeque<>();
        open.push(new At("/", root));
        while (!open.isEmpty()) {
            At at = open.pop();
            action.accept(at.path, at.znode);
            at.znode.forEachChild((name, child) -> {
                if (child.childCount() > 0) {
                    open.push(new At(childPath(at.path, name), child));
                }
            });
        }
    }

    /** Visits each znode, parents first, in an order that follows from the content alone. */
    public void forEach(BiConsumer<String, Znode> action) {
        action.accept("/", root);
        forEachFolder(
                (path, folder) -> folder.forEachChild((name, child) -> action.accept(childPath(path, name), child)));
    }

    /** The paths of a znode and of all below it, children first and in their order; the first so many of them. */
    public static List<String> childrenFirst(String path, Znode top, int countMax) {
        return new Descent(path, top).childrenFirst(countMax);
    }

    /** The path of a child. */
    public static String childPath(String parent, String name) {
        return parent.length() == 1 ? "/" + name : parent + "/" + name;
    }

    /** The digest, from nothing but the znodes and their very data. */
    public long recomputeDigest() {
        long[] sum = new long[1];
        forEach((path, znode) -> sum[0] += znode.recomputeHash(Hash64.of(path)));
        return sum[0];
    }

    /** Counts everything again. Linear time. */
    public void verify() {
        long[] sums = new long[3];
        Tree[] again = {of(root.fields())};
        Owner owner = new Owner();
        forEach((path, znode) -> {
            sums[0]++;
            sums[1] += znode.isEphemeral() ? 1 : 0;
            sums[2] += bytes(path, znode);
            if (path.length() > 1) {
                again[0] = again[0].load(owner, path, znode.fields());
            }
        });
        InvariantViolation.check(sums[0] == root.descendantCount() + 1, "count of znodes: " + sums[0]);
        InvariantViolation.check(sums[1] == ephemeralCount, "count of ephemerals: " + sums[1]);
        InvariantViolation.check(sums[2] == dataBytes, "bytes of data: " + sums[2]);
        InvariantViolation.check(recomputeDigest() == digest, "digest of the znodes");
        InvariantViolation.check(again[0].digest == digest, "digest of the znodes built anew");
        InvariantViolation.check(again[0].due.isSameAs(due), "index of due znodes");
        InvariantViolation.check(again[0].acls.isSameAs(acls), "table of ACLs");
    }
}
