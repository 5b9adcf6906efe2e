package io.skylark.server.config;

import io.skylark.server.config.Catalog.Kind;
import io.skylark.server.config.Catalog.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The page of all settings for people, made from the table.
public final class ReferencePage {
    private static final String HEAD = """
            # Settings

            This page is made from the table in the code; see `skylark config explain KEY` for one of them.

            Settings come from these places, later ones win: built in, the configuration file (`-c FILE`), environment
            variables (`SKYLARK_BROKER_FILE_RESERVED_TIME=48`, `SKYLARK_NAMESRV_...`), the command line (`key=value`), and
            what was changed while the server ran. The last is kept in `broker.overlay.properties` in the data folder
            (`namesrv.overlay.properties` beside the file of the key-value settings); the file of the user is never written.

            **Takes effect**: *live* settings hold at once, changed by `mqadmin updateBrokerConfig` or in the file, which is
            read again on `SIGHUP`. The others hold from the next start on. Those marked *never over the network* name a
            path, a class, a command or an address, or are about security.

            Sizes may have the units KB, MB and GB (powers of 1024), times ms, s, m, h and d; without one they are in the
            unit of the table. An unknown key is a warning that names the nearest known one; with `--strict-config`, or
            `strictConfig=true`, it keeps the server from starting. All problems are said at once.
            """;

    private ReferencePage() {}

    public static String render() {
        StringBuilder page = new StringBuilder(HEAD);
        server(page, "Broker", "broker.conf", BrokerSettings.catalog());
        server(page, "Name server", "namesrv.conf", NameServerSettings.catalog());
        page.append("""

                ## Both in one process

                `skylark server run` and `skylark dev` read one file with the keys of both; the port of the name server is
                `namesrvListenPort` there.
                """);
        return page.toString();
    }

    private static void server(StringBuilder page, String title, String file, Catalog catalog) {
        page.append("\n## ").append(title).append(": `").append(file).append("`\n\n");
        table(page, catalog, Kind.HONOURED);
        if (catalog.rows().stream().anyMatch(row -> row.kind() == Kind.MAPPED)) {
            page.append("\n### Translated\n\nKeys of RocketMQ for what another key says in our words.\n\n");
            table(page, catalog, Kind.MAPPED);
        }
        page.append("\n### Refused\n\nThe server does not start with these, because ignoring them would be a lie.\n\n");
        page.append("| key | why it is refused |\n|---|---|\n");
        of(catalog, Kind.REFUSED).forEach(row -> page.append("| `").append(row.name()).append("` | ")
                .append(row.meaning()).append(" |\n"));
        page.append("\n### Without effect\n\nKeys of RocketMQ that are accepted and do nothing.\n");
        Map<String, List<String>> byReason = new TreeMap<>();
        of(catalog, Kind.IGNORED).forEach(row ->
                byReason.computeIfAbsent(row.meaning(), any -> new ArrayList<>()).add("`" + row.name() + "`"));
        byReason.forEach((reason, names) ->
                page.append("\n- ").append(reason).append(": ").append(String.join(", ", names)).append('\n'));
    }

    private static void table(StringBuilder page, Catalog catalog, Kind kind) {
        page.append("| key | standard | allowed | takes effect | meaning |\n|---|---|---|---|---|\n");
        for (Row row : of(catalog, kind)) {
            Key<?> key = row.key().orElseThrow();
            page.append("| `").append(key.name()).append("` | ")
                    .append(key.standard().isEmpty() ? "" : "`" + key.standard() + "`").append(" | ")
                    .append(allowed(key)).append(" | ").append(key.reach()).append(" | ").append(key.meaning())
                    .append(key.insteadOf().isEmpty() ? "" : "; see `" + key.insteadOf() + "`").append(" |\n");
        }
    }

    /// The range with its unit, where that does not say it itself.
    static String allowed(Key<?> key) {
        String unit = key.form().unit();
        String range = key.form().range();
        return unit.isEmpty() || unit.equals("%") || range.contains(unit) ? range : range + ", in " + unit;
    }

    private static List<Row> of(Catalog catalog, Kind kind) {
        return catalog.rows().stream().filter(row -> row.kind() == kind).toList();
    }
}
