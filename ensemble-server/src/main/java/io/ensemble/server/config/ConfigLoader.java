package io.ensemble.server.config;

import io.ensemble.server.config.ServerConfig.AdminConfig;
import io.ensemble.server.config.ServerConfig.ChangesConfig;
import io.ensemble.server.config.ServerConfig.ClientConfig;
import io.ensemble.server.config.ServerConfig.ElectionConfig;
import io.ensemble.server.config.ServerConfig.GrpcConfig;
import io.ensemble.server.config.ServerConfig.LogConfig;
import io.ensemble.server.config.ServerConfig.MemberConfig;
import io.ensemble.server.config.ServerConfig.PeerTlsConfig;
import io.ensemble.server.config.ServerConfig.SessionConfig;
import io.ensemble.server.config.ServerConfig.SnapshotConfig;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and checks a configuration file. Stateless: any thread. */
public final class ConfigLoader {
    private static final long FILE_BYTES_MAX = 1 << 20;

    private ConfigLoader() {}

    /**
     * Reads a file.
     *
     * @throws ConfigException where it cannot be used, with every reason that was found
     */
    public static ServerConfig load(Path file) throws ConfigException {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw unreadable(file, "is larger than " + Sizes.format(FILE_BYTES_MAX));
            }
            return parse(file, Files.readString(file));
        } catch (NoSuchFileException e) {
            throw unreadable(file, "does not exist");
        } catch (MalformedInputException e) {
            throw unreadable(file, "is not a text in UTF-8");
        } catch (IOException e) {
            throw unreadable(file, "cannot be read: " + e.getMessage());
        }
    }

    private static ConfigException unreadable(Path file, String why) {
        return new ConfigException(List.of(file + ": the configuration file " + why));
    }

    /** Reads what a file of this name holds. */
    static ServerConfig parse(Path file, String text) throws ConfigException {
        List<String> problems = new ArrayList<>();
        ConfigValues values =
                new ConfigValues(file.toString(), YamlValues.read(file.toString(), text, problems), problems);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        ServerConfig config = build(file, values);
        if (problems.isEmpty()) {
            ConfigChecks.check(config, values);
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return config;
    }

    private static ServerConfig build(Path file, ConfigValues v) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        String data = v.text(ConfigKeys.DATA);
        return new ServerConfig(
                v.number(ConfigKeys.MEMBER),
                within(folder, data),
                members(v),
                v.number(ConfigKeys.LANES),
                v.text(ConfigKeys.PEER_HOST),
                peerTls(folder, v),
                client(v),
                new GrpcConfig(v.text(ConfigKeys.GRPC_HOST), v.number(ConfigKeys.GRPC_PORT)),
                new AdminConfig(v.text(ConfigKeys.ADMIN_HOST), v.number(ConfigKeys.ADMIN_PORT)),
                new SessionConfig(v.number(ConfigKeys.SESSION_MIN), v.number(ConfigKeys.SESSION_MAX)),
                new ChangesConfig(v.wide(ConfigKeys.CHANGES_BYTES)),
                v.number(ConfigKeys.RULES_VERSION),
                new ElectionConfig(v.number(ConfigKeys.ELECTION_MIN), v.number(ConfigKeys.ELECTION_MAX)),
                new LogConfig(
                        v.number(ConfigKeys.LOG_ENTRY),
                        v.number(ConfigKeys.LOG_SEGMENT),
                        v.number(ConfigKeys.LOG_KEPT)),
                new SnapshotConfig(v.wide(ConfigKeys.SNAPSHOT_LOG), v.number(ConfigKeys.SNAPSHOT_KEPT)));
    }

    private static Path within(@Nullable Path folder, String path) {
        return folder == null ? Path.of(path) : folder.resolve(path).normalize();
    }

    private static @Nullable PeerTlsConfig peerTls(@Nullable Path folder, ConfigValues v) {
        List<ConfigKey> keys =
                List.of(ConfigKeys.PEER_TLS_CERTIFICATE, ConfigKeys.PEER_TLS_KEY, ConfigKeys.PEER_TLS_AUTHORITY);
        List<ConfigKey> missing =
                keys.stream().filter(key -> v.text(key).isEmpty()).toList();
        if (missing.size() == keys.size()) {
            return null;
        }
        missing.forEach(key -> v.problem(key, "is missing: TLS between members needs all three keys of peer.tls"));
        return new PeerTlsConfig(
                within(folder, v.text(keys.get(0))),
                within(folder, v.text(keys.get(1))),
                within(folder, v.text(keys.get(2))));
    }

    private static ClientConfig client(ConfigValues v) {
        return new ClientConfig(
                v.text(ConfigKeys.CLIENT_HOST),
                v.number(ConfigKeys.CLIENT_PORT),
                v.number(ConfigKeys.CLIENT_CONNECTIONS),
                v.number(ConfigKeys.CLIENT_CONNECTIONS_PER_ADDRESS),
                v.number(ConfigKeys.CLIENT_REQUEST),
                v.number(ConfigKeys.CLIENT_OUTPUT),
                v.text(ConfigKeys.CLIENT_SUPER));
    }

    private static List<MemberConfig> members(ConfigValues v) {
        List<MemberConfig> members = new ArrayList<>();
        for (int i = 0; i < Math.max(1, v.members()); i++) {
            members.add(new MemberConfig(
                    v.number(ConfigKeys.MEMBER_NUMBER, i),
                    v.text(ConfigKeys.MEMBER_HOST, i),
                    v.number(ConfigKeys.MEMBER_RAFT, i),
                    v.number(ConfigKeys.MEMBER_PEER, i),
                    v.number(ConfigKeys.MEMBER_FORMATION, i)));
        }
        members.sort(Comparator.comparingInt(MemberConfig::number));
        return members;
    }
}
