package io.ensemble.chaos.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.state.acl.AccessRules;
import io.ensemble.state.acl.Acl;
import io.ensemble.state.acl.AclList;
import io.ensemble.state.acl.Id;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.path.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.common.PathUtils;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.server.PrepRequestProcessor;
import org.apache.zookeeper.server.auth.IPAuthenticationProvider;
import org.junit.jupiter.api.Test;

/** Paths and ACLs as ZooKeeper's own classes judge them; {@code -Densemble.seed=N} repeats a run. */
class ZooKeeperRulesTest {
    private static final int ROUNDS = Integer.getInteger("ensemble.rounds", 5_000);
    private static final String PATH_CHARS =
            "//..ab\0\u0001\u001f\u0020\u007f\u0080\u009f\u00a0\ud7ff\ud800\uf8ff\uf900\uffef\ufff0\uffff";
    private static final String[] IP_PIECES = {
        "1",
        "10",
        "255",
        "256",
        "0",
        "-1",
        "+1",
        "a",
        "f",
        "FFFF",
        "10000",
        "g",
        ".",
        ".",
        ".",
        ":",
        "::",
        ":",
        "/",
        "/8",
        "/32",
        "/33",
        "/128",
        "/129",
        "/0",
        "/-1",
        "/x",
        "",
        " ",
        "127.0.0.1",
        "10.1.2.3",
        "::1",
        "fe80::1",
        "%eth0"
    };
    private static final String[] SCHEMES = {"world", "auth", "digest", "ip", "super", "foo", ""};
    private static final String[] IDS = {
        "anyone",
        "",
        "u:p",
        "v:q",
        ":p",
        "u:",
        "u:p:",
        "u:p::",
        "u::p",
        "a:b:c",
        ":",
        "::",
        "nocolon",
        "10.0.0.0/8",
        "1.2.3.4",
        "1.2.3",
        "::1/64"
    };

    private final long seed = Long.getLong("ensemble.seed", 1);
    private final Random random = new Random(seed);

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }

    @Test
    void shouldJudgePathsAlike() {
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder path = new StringBuilder(random.nextInt(8) == 0 ? "" : "/");
            for (int i = random.nextInt(7); i > 0; i--) {
                path.append(PATH_CHARS.charAt(random.nextInt(random.nextInt(3) == 0 ? PATH_CHARS.length() : 6)));
            }
            assertThat(Paths.isValid(path.toString()))
                    .as("seed %d: %s", seed, path)
                    .isEqualTo(isValid(path.toString()));
        }
    }

    private static boolean isValid(String path) {
        try {
            PathUtils.validatePath(path);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private String address() {
        StringBuilder text = new StringBuilder();
        if (random.nextBoolean()) {
            for (int i = 0; i < 4; i++) {
                text.append(i == 0 ? "" : ".").append(random.nextInt(random.nextInt(9) == 0 ? 300 : 4));
            }
            return text.append(random.nextBoolean() ? "" : "/" + (random.nextInt(36) - 1))
                    .toString();
        }
        if (random.nextBoolean()) {
            int groups = 6 + random.nextInt(4);
            for (int i = 0; i < groups; i++) {
                text.append(i == 0 || random.nextInt(7) == 0 ? "" : ":").append(Integer.toHexString(random.nextInt(3)));
            }
            return text.append(random.nextBoolean() ? "" : "/" + random.nextInt(130))
                    .toString();
        }
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(pick(IP_PIECES));
        }
        return text.toString();
    }

    @Test
    void shouldJudgeAddressesAlike() {
        IPAuthenticationProvider provider = new IPAuthenticationProvider();
        int matched = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String range = address();
            String address = random.nextInt(4) == 0 ? range : address();
            AclList acl = new AclList(List.of(new Acl(1, new Id("ip", range))));
            Identities who = new Identities(List.of(new Id("ip", address)), false);
            boolean allows = AccessRules.allows(acl, 1, who);
            assertThat(allows)
                    .as("seed %d: %s in %s", seed, address, range)
                    .isEqualTo(provider.matches(address, range));
            assertThat(AccessRules.fixed(acl.entries(), who) != null)
                    .as("seed %d: %s", seed, range)
                    .isEqualTo(provider.isValid(range));
            matched += allows ? 1 : 0;
        }
        assertThat(matched).isPositive();
    }

    @Test
    void shouldFixAclsAlike() {
        int fixed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<Acl> asked = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                Id id = random.nextBoolean() ? Id.ANYONE : new Id(pick(SCHEMES), pick(IDS));
                asked.add(new Acl(random.nextInt(3), id));
            }
            List<Id> ids = new ArrayList<>(List.of(new Id("ip", "10.1.2.3")));
            for (int i = random.nextInt(3); i > 0; i--) {
                ids.add(new Id(random.nextInt(200) == 0 ? "super" : "digest", pick(IDS)));
            }
            AclList actual = AccessRules.fixed(asked, new Identities(ids, false));
            assertThat(actual == null ? null : texts(actual.entries()))
                    .as("seed %d: %s of %s", seed, asked, ids)
                    .isEqualTo(zooKeeperFixes(asked, ids));
            fixed += actual == null ? 0 : 1;
        }
        assertThat(fixed).isBetween(ROUNDS / 20, ROUNDS);
    }

    private static List<String> texts(List<Acl> acls) {
        return acls.stream()
                .map(acl ->
                        acl.perms() + " " + acl.id().scheme() + " " + acl.id().id())
                .toList();
    }

    private static List<String> zooKeeperFixes(List<Acl> asked, List<Id> ids) {
        List<ACL> acls =
                asked.stream().map(acl -> new ACL(acl.perms(), of(acl.id()))).toList();
        List<org.apache.zookeeper.data.Id> auth =
                ids.stream().map(ZooKeeperRulesTest::of).toList();
        try {
            return PrepRequestProcessor.fixupACL("/x", auth, acls).stream()
                    .map(acl -> acl.getPerms() + " " + acl.getId().getScheme() + " "
                            + acl.getId().getId())
                    .toList();
        } catch (KeeperException.InvalidACLException e) {
            return null;
        }
    }

    private static org.apache.zookeeper.data.Id of(Id id) {
        return new org.apache.zookeeper.data.Id(id.scheme(), id.id());
    }
}
