package io.skylark.server;

import io.skylark.broker.Broker;
import io.skylark.broker.config.BrokerConfig;
import io.skylark.log.LogConfig;
import io.skylark.log.store.Storage;
import io.skylark.nameserver.NameServer;
import io.skylark.nameserver.NameServerConfig;
import io.skylark.net.NetConfig;
import io.skylark.net.Router;
import io.skylark.protocol.RefusedRequest;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// Every request of RocketMQ up to 5.5.0 is served by a server of ours, or refused with a reason.
class RequestCodesTest {
    private static final int[] SINGLE = {
        17, 18, 60, 61, 400, 401, 402, 343, 345, 351, 352, 353, 354, 355, 361, 370, 513, 5001, 200_151
    };

    /// First and last of those without gaps.
    private static final int[][] RUNS = {
        {10, 15}, {21, 23}, {25, 43}, {45, 47}, {50, 54}, {100, 106}, {200, 217}, {219, 225}, {300, 329}, {901, 908},
        {1001, 1018}, {2001, 2004}, {3001, 3010}, {200_050, 200_056}, {200_070, 200_079}
    };

    /// The runtime and the configuration of a broker.
    private static final Set<Integer> NOT_YET = Set.of(25, 26, 28, 315);

    @TempDir
    Path folder;

    private static Set<Integer> all() {
        Set<Integer> codes = new TreeSet<>();
        IntStream.of(SINGLE).forEach(codes::add);
        for (int[] run : RUNS) {
            IntStream.rangeClosed(run[0], run[1]).forEach(codes::add);
        }
        return codes;
    }

    @Test
    void eachIsServedOrRefusedWithAReason() throws Exception {
        Router.Builder routes = Router.builder();
        try (NameServer names = NameServer.open(NameServerConfig.standard(folder.resolve("kv")), System::nanoTime);
                Storage storage = Storage.open(folder.resolve("store"), LogConfig.dev(), InstantSource.system())) {
            names.routes(routes);
            Router nameServer = routes.build(NetConfig.STANDARD);
            Router broker = new Broker(
                    BrokerConfig.standard("broker-a", 0), NetConfig.STANDARD, storage, List.of(), () -> 0,
                    () -> "127.0.0.1:0", 1 << 30, InstantSource.system()).router();
            Set<Integer> neither = new TreeSet<>();
            Set<Integer> both = new TreeSet<>();
            Set<Integer> codes = all();
            codes.removeAll(NOT_YET);
            for (int code : codes) {
                boolean served = broker.serves(code) || nameServer.serves(code);
                boolean refused = RefusedRequest.find(code) != null;
                if (!served && !refused) {
                    neither.add(code);
                } else if (served && refused) {
                    both.add(code);
                }
            }
            assertThat(neither).as("neither served nor refused").isEmpty();
            assertThat(both).as("served, but said to be refused").isEmpty();
        }
    }
}
