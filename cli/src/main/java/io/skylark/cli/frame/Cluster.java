package io.skylark.cli.frame;

import io.skylark.client.SkylarkClient;
import io.skylark.client.config.ClientConfig;
import io.skylark.client.config.Credentials;
import io.skylark.client.config.NameServerAddresses;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Which cluster a command talks to. The same options stand behind `skylark` and behind the verb; the latter win.
public final class Cluster {
    @Option(
            names = {"-n", "--name-server"},
            paramLabel = "HOST:PORT;...",
            description = "name servers (default: those of the context, the variable NAMESRV_ADDR, or localhost:9876)")
    private Optional<String> nameServers = Optional.empty();

    @Option(
            names = {"-C", "--context"},
            paramLabel = "CONTEXT",
            description = "a cluster by its name, see skylark context (default: the variable SKYLARK_CONTEXT, or the"
                    + " current one)")
    private Optional<String> context = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "how long to wait for each answer of a server (default: 3s)")
    private Optional<Duration> timeout = Optional.empty();

    @Option(
            names = "--access-key",
            paramLabel = "KEY",
            description = "who asks, for servers that let only known users in (default: the variable SKYLARK_ACCESS_KEY)")
    private Optional<String> accessKey = Optional.empty();

    @Option(
            names = "--secret-key",
            paramLabel = "KEY",
            description = "the secret of the access key; others on this machine can see it, but not the variable"
                    + " SKYLARK_SECRET_KEY, which counts without this option")
    private Optional<String> secretKey = Optional.empty();

    @Option(names = "--access-key-of-environment", hidden = true, defaultValue = "${env:SKYLARK_ACCESS_KEY}")
    private Optional<String> accessKeyOfEnvironment = Optional.empty();

    @Option(names = "--secret-key-of-environment", hidden = true, defaultValue = "${env:SKYLARK_SECRET_KEY}")
    private Optional<String> secretKeyOfEnvironment = Optional.empty();

    @Option(names = "--context-of-environment", hidden = true, defaultValue = "${env:SKYLARK_CONTEXT}")
    private Optional<String> contextOfEnvironment = Optional.empty();

    @Option(
            names = "--contexts",
            hidden = true,
            defaultValue = "${env:XDG_CONFIG_HOME:-${sys:user.home}/.config}/skylark/config.toml")
    private Path contexts = Path.of("config.toml");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /// Connects to nothing yet.
    ///
    /// @throws IllegalArgumentException when there is no such context
    public SkylarkClient connect() {
        return connect(timeout);
    }

    /// As [#connect()], with a time to wait for each answer when the user named none.
    public SkylarkClient connectPatiently(Duration standard) {
        return connect(timeout.or(() -> Optional.of(standard)));
    }

    private SkylarkClient connect(Optional<Duration> wait) {
        ClientConfig standard = ClientConfig.standard(nameServers());
        ClientConfig config = credentials().map(standard::withCredentials).orElse(standard);
        return SkylarkClient.connect(wait.map(config::withRequestTimeout).orElse(config));
    }

    private Optional<Credentials> credentials() {
        Optional<String> access = first(each -> each.accessKey).or(() -> accessKeyOfEnvironment);
        Optional<String> secret = first(each -> each.secretKey).or(() -> secretKeyOfEnvironment);
        if (access.isPresent() != secret.isPresent()) {
            throw new IllegalArgumentException("an access key needs a secret key, and the other way round: options"
                    + " --access-key and --secret-key, or variables SKYLARK_ACCESS_KEY and SKYLARK_SECRET_KEY");
        }
        return access.map(key -> new Credentials(key, secret.orElseThrow()));
    }

    /// What stands behind the verb, or else in front of the noun.
    private Optional<String> first(Function<Cluster, Optional<String>> option) {
        return option.apply(this).or(() -> option.apply(behindSkylark()));
    }

    /// Does something with a client that is closed behind it.
    public int use(Consumer<SkylarkClient> work) {
        try (SkylarkClient client = connect()) {
            work.accept(client);
        }
        return 0;
    }

    /// `host:port`, several separated by `;`
    public String nameServers() {
        return first(each -> each.nameServers.or(() -> each.context.map(this::ofContext)))
                .or(() -> contextOfEnvironment.map(this::ofContext))
                .or(NameServerAddresses::told)
                .or(() -> ContextFile.read(contexts).current().map(this::ofContext))
                .orElse(NameServerAddresses.LOCAL);
    }

    /// The same options in front of the noun.
    private Cluster behindSkylark() {
        CommandSpec mixin = command.root().mixins().get("cluster");
        return mixin != null && mixin.userObject() instanceof Cluster cluster ? cluster : this;
    }

    private String ofContext(String name) {
        return ContextFile.read(contexts).nameServers(name);
    }

    /// Where the contexts are kept.
    public Path contextFile() {
        return contexts;
    }
}
