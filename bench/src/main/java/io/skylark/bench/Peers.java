package io.skylark.bench;

import io.skylark.bench.peer.ClassPath;
import io.skylark.bench.peer.KafkaPeer;
import io.skylark.bench.peer.Peer;
import io.skylark.bench.peer.RocketMqPeer;
import io.skylark.bench.peer.SkylarkPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Servers by the names that options give them.
final class Peers {
    private Peers() {}

    /// @param folder where class paths are kept
    /// @throws IllegalArgumentException for an unknown name
    static List<Peer> named(List<String> names, Path folder, Path skylarkHome) throws IOException {
        Path home = skylarkHome.toAbsolutePath().normalize();
        List<Peer> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(switch (name) {
                case "rocketmq" -> new RocketMqPeer(name, RocketMqPeer.ASYNC_FLUSH, rocketMqClassPath(folder));
                case "rocketmq-sync" -> new RocketMqPeer(name, RocketMqPeer.SYNC_FLUSH, rocketMqClassPath(folder));
                case "skylark" -> new SkylarkPeer(name, RocketMqPeer.SYNC_FLUSH, home);
                case "skylark-async" -> new SkylarkPeer(name, RocketMqPeer.ASYNC_FLUSH, home);
                case "kafka" -> new KafkaPeer(name, ClassPath.resolve(KafkaPeer.PROJECT, folder));
                default -> throw new IllegalArgumentException(
                        "no peer " + name + "; there are rocketmq, rocketmq-sync, skylark, skylark-async and kafka");
            });
        }
        return chosen;
    }

    private static String rocketMqClassPath(Path folder) throws IOException {
        return ClassPath.resolve(RocketMqPeer.PROJECT, folder);
    }
}
