package io.ensemble.chaos.clients;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/** Steps that several uses take. */
final class Steps {
    private Steps() {}

    /** That many clients, over the members in turn. */
    static List<CuratorFramework> several(SpreadClients clients, int count) throws InterruptedException {
        List<CuratorFramework> several = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            several.add(clients.client(i));
        }
        return Collections.unmodifiableList(several);
    }

    /** The znode's stat as of now or later, whichever member was told of the last change. */
    static @Nullable Stat afterSync(CuratorFramework client, String path) throws Exception {
        client.getZookeeperClient().getZooKeeper().sync(path, (code, p, context) -> {}, null);
        return client.checkExists().forPath(path);
    }

    static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new UseFailed(otherwise);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
