package io.skylark.cli.mqadmin;

import io.skylark.client.admin.NameServerAdmin;
import io.skylark.protocol.api.KvConfig;
import java.util.List;
import java.util.Map;

/// Commands for name servers.
final class NameServerCommands {
    private NameServerCommands() {}

    static void putText(Call call) {
        Options options = call.options();
        OrderConf.everywhere(call, "Storing key " + options.need("k"),
                KvConfig.PUT.request(new KvConfig.Put(options.need("s"), options.need("k"), options.need("v"))));
        call.print("create or update kv config to namespace success.%n");
    }

    static void deleteText(Call call) {
        Options options = call.options();
        OrderConf.everywhere(call, "Deleting key " + options.need("k"),
                KvConfig.DELETE.request(new KvConfig.Key(options.need("s"), options.need("k"))));
        call.print("delete kv config from namespace success.%n");
    }

    static void wipeWritePerm(Call call) {
        String broker = call.options().need("b");
        call.admin().nameServers().takeWrites(broker).forEach((server, topics) ->
                call.print("wipe write perm of broker[%s] in name server[%s] OK, %d%n", broker, server, topics));
    }

    static void addWritePerm(Call call) {
        String broker = call.options().need("b");
        call.admin().nameServers().giveWrites(broker).forEach((server, topics) ->
                call.print("add write perm of broker[%s] in name server[%s] OK, %d%n", broker, server, topics));
    }

    static void settings(Call call) {
        NameServerAdmin admin = call.admin().nameServers();
        List<String> servers = admin.addresses();
        for (String server : servers) {
            call.print("============%s============\n", server);
            admin.settings(server).forEach((key, value) -> call.print("%-50s=  %s\n", key, value));
        }
    }

    static void change(Call call) {
        String key = call.options().need("k");
        String value = call.options().need("v");
        NameServerAdmin admin = call.admin().nameServers();
        admin.change(Map.of(key, value));
        call.print("update name server config success!%s\n%s : %s\n", admin.addresses(), key, value);
    }
}
