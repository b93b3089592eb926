package io.ensemble.protocol.zookeeper;

import io.ensemble.state.Stat;
import io.ensemble.state.acl.Acl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a reply. Which it is follows from the request's opcode; many requests have none. Immutable; arrays must
 * not be changed by anybody.
 */
public sealed interface ZkRecord {

    /** create, sync. */
    record PathReply(@Nullable String path) implements ZkRecord {}

    /** create2, createContainer, createTTL. */
    record PathStatReply(String path, Stat stat) implements ZkRecord {}

    /** exists, setData, setACL. */
    record StatReply(Stat stat) implements ZkRecord {}

    /** getData. */
    record DataReply(byte @Nullable [] data, Stat stat) implements ZkRecord {}

    /** getACL. */
    record AclReply(List<Acl> acl, Stat stat) implements ZkRecord {}

    /** getChildren, getEphemerals. */
    record NamesReply(List<String> names) implements ZkRecord {}

    /** getChildren2. */
    record NamesStatReply(List<String> names, Stat stat) implements ZkRecord {}

    /** getAllChildrenNumber. */
    record CountReply(int count) implements ZkRecord {}

    /** addWatch: a body although nothing is wrong. */
    record ErrorReply(int err) implements ZkRecord {}

    /** whoAmI. */
    record WhoAmIReply(List<ClientInfo> infos) implements ZkRecord {}

    /** One identity, without its secret. */
    record ClientInfo(String scheme, String user) {}

    /** sasl. */
    record SaslReply(byte @Nullable [] token) implements ZkRecord {}

    /** multi, multiRead. */
    record MultiReply(List<MultiResult> results) implements ZkRecord {}

    /**
     * The result of one operation of a multi.
     *
     * @param type the opcode that says how to read the body; {@link OpCodes#ERROR} where it failed
     * @param body null for delete and check; an {@link ErrorReply} for a failure
     */
    record MultiResult(int type, @Nullable ZkRecord body) {}
}
