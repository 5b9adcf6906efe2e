package io.skylark.cli.namesrv;

import io.skylark.cli.frame.Verb;
import java.util.List;

/// `skylark namesrv ...`
public final class NameServerVerbs {
    public static final String DESCRIPTION = "Name servers: their settings, their texts by key, who may be written to.";

    public static final List<Verb> ALL = List.of(
            new Verb("list", "Show what each name server knows of brokers; they should agree.", NameServerList::new),
            Verb.group("config", "Settings of the name servers.", List.of(
                    new Verb("get", "Show the settings of the name servers.", NameServerConfigGet::new),
                    new Verb("set", "Change settings of the name servers while they run.", NameServerConfigSet::new))),
            Verb.group("kv", "Texts that the name servers keep by namespace and key.", List.of(
                    new Verb("list", "List the keys of a namespace with their texts.", NameServerKeys.Show::new),
                    new Verb("get", "Show the text of a key.", NameServerKeys.Get::new),
                    new Verb("set", "Store a text by key.", NameServerKeys.Put::new),
                    new Verb("delete", "Delete a key with its text.", NameServerKeys.Delete::new))),
            new Verb("wipe-writes", "Tell clients to write to other brokers than this.",
                    () -> new NameServerWrites(false)),
            new Verb("add-writes", "Let clients write to a broker again.",
                    () -> new NameServerWrites(true)));

    private NameServerVerbs() {}
}
