package io.ensemble.state.tree;

import io.ensemble.state.Stat;
import io.ensemble.state.acl.AclList;
import io.ensemble.state.collection.Owner;
import io.ensemble.state.digest.Hash64;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** One znode of one version of the state. Immutable: safe to read from any thread. */
public final class Znode {
    private final long czxid;
    private final long mzxid;
    private final long ctimeMs;
    private final long mtimeMs;
    private final int version;
    private final int aversion;
    private final long dataHash;
    private final byte @Nullable [] data;
    private final AclList acl;
    private final @Nullable Lifetime lifetime;
    private final @Nullable Folder folder;

    private Znode(Znode of, AclList acl, int aversion, @Nullable Lifetime lifetime, @Nullable Folder folder) {
        this.czxid = of.czxid;
        this.mzxid = of.mzxid;
        this.ctimeMs = of.ctimeMs;
        this.mtimeMs = of.mtimeMs;
        this.version = of.version;
        this.dataHash = of.dataHash;
        this.data = of.data;
        this.acl = acl;
        this.aversion = aversion;
        this.lifetime = lifetime;
        this.folder = folder;
    }

    private Znode(
            Znode of, byte @Nullable [] data, int version, long mzxid, long mtimeMs, @Nullable Lifetime lifetime) {
        this.czxid = of.czxid;
        this.ctimeMs = of.ctimeMs;
        this.mzxid = mzxid;
        this.mtimeMs = mtimeMs;
        this.version = version;
        this.data = data;
        this.dataHash = Hash64.of(data);
        this.acl = of.acl;
        this.aversion = of.aversion;
        this.lifetime = lifetime;
        this.folder = of.folder;
    }

    /** A znode without children, just as it stood in a snapshot. */
    public Znode(Fields fields) {
        this.czxid = fields.czxid;
        this.mzxid = fields.mzxid;
        this.ctimeMs = fields.ctimeMs;
        this.mtimeMs = fields.mtimeMs;
        this.version = fields.version;
        this.aversion = fields.aversion;
        this.data = fields.data;
        this.dataHash = Hash64.of(fields.data);
        this.acl = fields.acl;
        this.lifetime = fields.lifetime;
        this.folder = fields.creates == 0 && fields.pzxid == fields.czxid
                ? null
                : Folder.empty(new Owner(), fields.creates, fields.pzxid);
    }

    /** What a znode is made of beside its children; {@code creates} counts all that it ever had. */
    public record Fields(
            long czxid,
            long mzxid,
            long ctimeMs,
            long mtimeMs,
            int version,
            int aversion,
            int creates,
            long pzxid,
            byte @Nullable [] data,
            AclList acl,
            @Nullable Lifetime lifetime) {

        /** A znode that has just been created. */
        public static Fields created(
                long zxid, long wallTimeMs, byte @Nullable [] data, AclList acl, @Nullable Lifetime lifetime) {
            return new Fields(zxid, zxid, wallTimeMs, wallTimeMs, 0, 0, 0, zxid, data, acl, lifetime);
        }
    }

    public Stat stat() {
        int children = childCount();
        return new Stat(
                czxid,
                mzxid,
                ctimeMs,
                mtimeMs,
                version,
                2 * createCount() - children,
                aversion,
                ephemeralOwner(),
                data == null ? 0 : data.length,
                children,
                pzxid());
    }

    /** All of it but the children. */
    public Fields fields() {
        return new Fields(
                czxid, mzxid, ctimeMs, mtimeMs, version, aversion, createCount(), pzxid(), data, acl, lifetime);
    }

    /** The data: null where it was created with none. Must not be changed. */
    public byte @Nullable [] data() {
        return data;
    }

    public AclList acl() {
        return acl;
    }

    public int version() {
        return version;
    }

    public int aversion() {
        return aversion;
    }

    public long mzxid() {
        return mzxid;
    }

    /** What ends the znode; null for a plainly persistent one. */
    public @Nullable Lifetime lifetime() {
        return lifetime;
    }

    public boolean isEphemeral() {
        return lifetime != null && lifetime.kind() == Lifetime.Kind.EPHEMERAL;
    }

    /** The session that an ephemeral belongs to, else 0. */
    public long ephemeralOwner() {
        return lifetime != null && lifetime.kind() == Lifetime.Kind.EPHEMERAL ? lifetime.value() : 0;
    }

    /** How often a child was created here: the number of the next sequential one. */
    public int createCount() {
        return folder == null ? 0 : folder.creates();
    }

    private long pzxid() {
        return folder == null ? czxid : folder.pzxid();
    }

    public int childCount() {
        return folder == null ? 0 : folder.children().size();
    }

    public @Nullable Znode child(String name) {
        return folder == null ? null : folder.children().get(name);
    }

    /** Names of the children, sorted. */
    public List<String> childNames() {
        List<String> names = new ArrayList<>(childCount());
        forEachChild((name, child) -> names.add(name));
        return names;
    }

    /** Children by name, sorted. */
    public void forEachChild(BiConsumer<String, Znode> action) {
        forEachChildFrom(null, (name, child) -> {
            action.accept(name, child);
            return true;
        });
    }

    /** Children by name, sorted, from one name on (all where it is null), until the action says false. */
    public void forEachChildFrom(@Nullable String from, BiPredicate<String, Znode> action) {
        if (folder != null) {
            folder.children().forEachFrom(from, action);
        }
    }

    /** All znodes below this one, itself not counted. */
    public long descendantCount() {
        return folder == null ? 0 : folder.descendants();
    }

    /** What the znode adds to the digest, its children apart. */
    long hash(long pathHash) {
        return hash(pathHash, dataHash);
    }

    /** The same, from the very data. */
    long recomputeHash(long pathHash) {
        return hash(pathHash, Hash64.of(data));
    }

    private long hash(long pathHash, long hashOfData) {
        long hash = Hash64.add(pathHash, czxid);
        hash = Hash64.add(hash, mzxid);
        hash = Hash64.add(hash, ctimeMs);
        hash = Hash64.add(hash, mtimeMs);
        hash = Hash64.add(hash, (long) version << Integer.SIZE | (aversion & 0xFFFF_FFFFL));
        hash = Hash64.add(hash, createCount());
        hash = Hash64.add(hash, pzxid());
        hash = Hash64.add(hash, hashOfData);
        hash = Hash64.add(hash, acl.contentHash());
        return Hash64.add(hash, lifetime == null ? 0 : lifetime.hash());
    }

    @Nullable
    Folder folder() {
        return folder;
    }

    /** The folder that an owner may change: this znode's if it is the owner's already, else a copy. */
    Folder folderOf(Owner by) {
        return folder == null ? Folder.empty(by, 0, czxid) : folder.owned(by);
    }

    Znode withFolder(Folder changed) {
        return new Znode(this, acl, aversion, lifetime, changed);
    }

    Znode withLifetime(Lifetime changed) {
        return new Znode(this, acl, aversion, changed, folder);
    }

    Znode withAcl(AclList changed) {
        return new Znode(this, changed, aversion + 1, lifetime, folder);
    }

    /** With other data, set now: a TTL begins anew. */
    public Znode withData(byte @Nullable [] changed, long zxid, long wallTimeMs, long logClockMs) {
        Lifetime renewed =
                lifetime != null && lifetime.kind() == Lifetime.Kind.TTL ? lifetime.since(logClockMs) : lifetime;
        return new Znode(this, changed, version + 1, zxid, wallTimeMs, renewed);
    }
}
