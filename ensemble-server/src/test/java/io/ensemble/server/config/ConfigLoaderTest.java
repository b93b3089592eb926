package io.ensemble.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ensemble.server.config.ServerConfig.MemberConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
    private static final String MINIMAL = """
            member: 1
            data: state
            members:
              - { number: 1, host: 127.0.0.1 }
            """;

    @Test
    void shouldTakeDefaultsForAllThatIsNotGiven() throws ConfigException {
        ServerConfig config = parse(MINIMAL);

        assertThat(config.dataDir()).isEqualTo(Path.of("/etc/ensemble/state"));
        assertThat(config.self()).isEqualTo(new MemberConfig(1, "127.0.0.1", 3888, 2888, 4888));
        assertThat(config.client().port()).isEqualTo(2181);
        assertThat(config.client().requestBytesMax()).isEqualTo(1_048_575);
        assertThat(config.admin().host()).isEqualTo("127.0.0.1");
        assertThat(config.election().timeoutMsMin()).isEqualTo(300);
        assertThat(config.snapshot().logBytes()).isEqualTo(32 << 20);
    }

    @Test
    void shouldReadEveryKey() throws ConfigException {
        ServerConfig config = parse("""
                member: 2
                data: '/var/lib/it''s'
                lanes: 2
                peer: { host: 10.0.0.2 }
                client:
                  host: 10.0.0.2
                  port: 2182
                  connectionsMax: 500
                  connectionsPerAddressMax: 60
                  requestBytesMax: 2MiB
                  outputBytesMax: 16MiB
                  superDigest: "super:xQJmxLMiHGwaqBvst5y6rkB6HQs="
                admin: { host: "", port: 8081 }
                session: { timeoutMsMin: 2000, timeoutMsMax: 60000 }
                election: { timeoutMsMin: 300, timeoutMsMax: 600 }
                log: { entryBytesMax: 8MiB, segmentBytesMax: 8MiB, entriesKept: 100 }
                snapshot: { logBytes: 64KiB, filesKept: 2 }
                members:
                  - { number: 3, host: c.example, raft: 1, peer: 2, formation: 3 }
                  - { number: 2, host: b.example, raft: 11, peer: 12, formation: 13 }
                """);

        assertThat(config.number()).isEqualTo(2);
        assertThat(config.dataDir()).isEqualTo(Path.of("/var/lib/it's"));
        assertThat(config.members())
                .containsExactly(
                        new MemberConfig(2, "b.example", 11, 12, 13), new MemberConfig(3, "c.example", 1, 2, 3));
        assertThat(config.client().requestBytesMax()).isEqualTo(2 << 20);
        assertThat(config.log()).isEqualTo(new ServerConfig.LogConfig(8 << 20, 8 << 20, 100));
        assertThat(config.snapshot()).isEqualTo(new ServerConfig.SnapshotConfig(64 << 10, 2));
        assertThat(config.toString()).doesNotContain("xQJmx").contains("superDigest=set");
    }

    @Test
    void shouldNameNearestKey() {
        assertProblem(
                MINIMAL + "client: { prot: 1 }",
                "5: client.prot is no key of the configuration; the nearest is client.port");
        assertProblem(
                MINIMAL + "clinet: { port: 1 }",
                "5: clinet.port is no key of the configuration; the nearest is client.port");
        assertProblem(
                MINIMAL + "superdigest: x",
                "5: superdigest is no key of the configuration; the nearest is client.superDigest");
        assertProblem(
                MINIMAL + "  - { number: 2, hots: x }",
                "5: members[1].hots is no key of the configuration; the nearest is members[].host");
        assertProblem(MINIMAL + "admin: 8080", "5: admin is a group, with keys of its own: admin.host, admin.port");
        assertProblem(
                MINIMAL + "members: 1",
                "5: members is a group, with keys of its own: members[].formation, members[].host, members[].number, members[].peer, members[].raft",
                "5: duplicate key members");
        assertProblem(MINIMAL + "data: { a: 1 }", "duplicate", "data.a is no key");
    }

    @Test
    void shouldSayWhatIsAllowed() {
        assertProblem(
                MINIMAL + "client: { port: 70000 }",
                "5: client.port is \"70000\", and must be a number from 1 to 65535");
        assertProblem(MINIMAL + "client: { port: -1 }", "client.port is \"-1\", and must be");
        assertProblem(MINIMAL + "client: { port: many }", "client.port is \"many\", and must be");
        assertProblem(
                MINIMAL + "client: { port: 99999999999999999999 }", "client.port is \"99999999999999999999\", and");
        assertProblem(MINIMAL + "lanes: 1.5", "lanes is \"1.5\", and must be a number from 1 to 64");
        assertProblem(
                MINIMAL + "snapshot: { logBytes: 3 MB }",
                "snapshot.logBytes is \"3 MB\", and must be a size from 16KiB to 64GiB");
        assertProblem(MINIMAL + "snapshot: { logBytes: 999999999999999999GiB }", "and must be a size from");
        assertProblem(
                "member: 1\ndata: ''\nmembers: [ { number: 1, host: a } ]", "2: data must be a text of 1 to 4096");
        assertProblem(
                "member: 1\ndata: x",
                "members[0].number is missing: it must be given, and is a number from 1 to 65535",
                "members[0].host is missing");
        assertProblem("", "member is missing", "data is missing");
    }

    @Test
    void shouldCheckWhatMustHoldBetweenKeys() {
        assertProblem(
                MINIMAL.replace("member: 1", "member: 2"), "1: member is 2, and must be one of the members' numbers");
        assertProblem(MINIMAL + "  - { number: 1, host: b }", "members: two of them have the number 1");
        assertProblem(MINIMAL + "  - { number: 2, host: 'b c' }", "members: \"b c\" is no name or address of a host");
        assertProblem(
                MINIMAL + "  - { number: 2, host: 127.0.0.1, raft: 1, peer: 2, formation: 3888 }",
                "ports: the raft port of member 1 and the formation port of member 2 are both 127.0.0.1:3888");
        assertProblem(MINIMAL + "admin: { port: 2181 }", "ports: client.port and admin.port are both 127.0.0.1:2181");
        assertProblem(
                MINIMAL + "election: { timeoutMsMin: 600 }",
                "election.timeoutMsMax is 600, and must be more than election.timeoutMsMin, which is 600");
        assertProblem(
                MINIMAL + "session: { timeoutMsMin: 600 }",
                "5: session.timeoutMsMin is 600, and must be more than election.timeoutMsMax, which is 600: sessions are to outlive an election");
        assertProblem(
                MINIMAL + "session: { timeoutMsMax: 3999 }",
                "session.timeoutMsMax is 3999, and must be no less than session.timeoutMsMin");
        assertProblem(
                MINIMAL + "client: { requestBytesMax: 4MiB }",
                "log.entryBytesMax is 4194304, and must be at least 4259840");
        assertProblem(
                MINIMAL + "log: { segmentBytesMax: 3MiB }",
                "log.segmentBytesMax is 3145728, and must be no less than log.entryBytesMax");
        assertProblem(
                MINIMAL + "client: { outputBytesMax: 1MiB, requestBytesMax: 2MiB }",
                "client.outputBytesMax is 1048576, and must");
        assertProblem(MINIMAL + "client: { superDigest: secret }", "client.superDigest must be \"name:digest\"");
    }

    @Test
    void shouldTellOfAllThatIsWrongAtOnce() {
        assertThat(problems("member: x\ndata: d\nlanes: 0\nmembers: [ { number: 1, host: a } ]"))
                .hasSize(2);
    }

    @Test
    void shouldNotFollowBrokenYaml() {
        for (String text : List.of(
                "a: [", "\t", "- 1", "plain", "? [a]\n: 1", "a: &x { b: *x }", "a: {b: {c: {d: {e: 1}}}}", "%")) {
            assertThat(problems(text))
                    .as(text)
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line)
                            .startsWith("/etc/ensemble/server.yaml:")
                            .doesNotContain("\n"));
        }
    }

    @Test
    void shouldSayWhatIsWrongWithTheFile(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("missing.yaml");
        Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xFF, 1});
        Path large = Files.write(folder.resolve("large.yaml"), new byte[(1 << 20) + 1]);

        assertThat(catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(missing)))
                .hasMessage(missing + ": the configuration file does not exist");
        assertThat(catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(binary)))
                .hasMessage(binary + ": the configuration file is not a text in UTF-8");
        assertThat(catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(large)))
                .hasMessage(large + ": the configuration file is larger than 1MiB");
    }

    private static ServerConfig parse(String text) throws ConfigException {
        return ConfigLoader.parse(Path.of("/etc/ensemble/server.yaml"), text);
    }

    private static List<String> problems(String text) {
        return catchThrowableOfType(ConfigException.class, () -> parse(text)).problems();
    }

    /** One of these. */
    private static void assertProblem(String text, String... expected) {
        List<String> problems = problems(text);
        assertThat(problems).allSatisfy(line -> assertThat(line).startsWith("/etc/ensemble/server.yaml:"));
        assertThat(problems).anySatisfy(line -> assertThat(line).containsAnyOf(expected));
    }
}
