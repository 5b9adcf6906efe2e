package io.skylark.conformance.mqadmin;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The classes of one version of the official tools, and ours that are linked against them.
///
/// What these classes ask of [System] they ask of the class `Machine` of package `tool` instead: the calls are changed
/// as classes are read. So a command needs no process of its own, and several versions run beside each other.
final class ToolLoader extends URLClassLoader {
    private static final String INSIDE = "io.skylark.conformance.mqadmin.tool.";
    private static final String OFFICIAL = "org.apache.";
    private static final List<String> SHARED = List.of("io.skylark.", "org.jspecify.");
    private static final ClassDesc MACHINE = ClassDesc.of(INSIDE + "Machine");
    private static final ClassDesc PRINT_STREAM = ClassDesc.of("java.io.PrintStream");
    private static final ClassDesc THROWABLE = ClassDesc.of("java.lang.Throwable");
    /// A client that is shut down waits for a thread of this class, which looks only so often whether it shall end.
    private static final String EVENTS = "org/apache/rocketmq/remoting/netty/NettyRemotingAbstract$NettyEventExecutor";
    private static final Long EVENTS_WAIT_MILLIS = 3_000L;
    private static final long HURRIED_WAIT_MILLIS = 10;
    private static final MethodTypeDesc NO_ARGUMENTS = MethodTypeDesc.of(ConstantDescs.CD_void);
    private static final Set<String> MOVED =
            Set.of("exit", "getProperty", "setProperty", "clearProperty", "getenv");
    private static final String STACK_TRACE = "printStackTrace";
    private static final Set<String> STREAMS = Set.of("out", "err");

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader tests = ToolLoader.class.getClassLoader();

    private ToolLoader(String version, URL[] classPath) {
        super("mqadmin " + version, classPath, getPlatformClassLoader());
    }

    /// @param classPaths the folder that holds the modules in which Maven resolved the class paths
    static ToolLoader open(String version, Path classPaths) {
        Path file = classPaths.resolve("mqadmin-" + version).resolve("target/class-path");
        try {
            List<URL> urls = new ArrayList<>();
            for (String jar : Files.readString(file).strip().split(Pattern.quote(File.pathSeparator))) {
                urls.add(Path.of(jar).toUri().toURL());
            }
            urls.add(ToolLoader.class.getProtectionDomain().getCodeSource().getLocation());
            return new ToolLoader(version, urls.toArray(URL[]::new));
        } catch (IOException e) {
            throw new IllegalStateException("no class path of mqadmin " + version + ": run the build from the root", e);
        }
    }

    /// An object of one of our classes that are linked against the tools.
    <T> T inside(String name, Class<T> type, Class<?>[] parameters, Object... arguments) {
        try {
            return type.cast(loadClass(INSIDE + name).getConstructor(parameters).newInstance(arguments));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(getName() + " cannot run " + name, e);
        }
    }

    /// The same class once more, with static state of its own.
    Class<?> anew(String name) {
        byte[] bytes = bytes(name);
        return new ClassLoader(this) {
            Class<?> define() {
                return defineClass(name, bytes, 0, bytes.length);
            }
        }.define();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        boolean shared = !name.startsWith(INSIDE) && SHARED.stream().anyMatch(name::startsWith);
        return shared ? tests.loadClass(name) : super.loadClass(name, resolve);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (!name.startsWith(OFFICIAL)) {
            return super.findClass(name);
        }
        if (findResource(name.replace('.', '/') + ".class") == null) {
            throw new ClassNotFoundException(name);
        }
        byte[] bytes = bytes(name);
        return defineClass(name, bytes, 0, bytes.length);
    }

    /// @throws NoClassDefFoundError if the class path has no such class
    private byte[] bytes(String name) {
        try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new NoClassDefFoundError(name);
            }
            return changed(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read class " + name, e);
        }
    }

    private byte[] changed(byte[] bytes) {
        ClassFile format = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(this).orElse(ClassHierarchyResolver.defaultResolver())));
        ClassModel read = format.parse(bytes);
        if (read.thisClass().asInternalName().equals(EVENTS)) {
            return format.transformClass(read, ClassTransform.transformingMethodBodies(ToolLoader::hurry));
        }
        return asksTheSystem(read)
                ? format.transformClass(read, ClassTransform.transformingMethodBodies(ToolLoader::change))
                : bytes;
    }

    private static void hurry(CodeBuilder code, CodeElement element) {
        if (element instanceof ConstantInstruction constant && constant.constantValue().equals(EVENTS_WAIT_MILLIS)) {
            code.loadConstant(HURRIED_WAIT_MILLIS);
        } else {
            code.with(element);
        }
    }

    private static boolean asksTheSystem(ClassModel read) {
        for (PoolEntry entry : read.constantPool()) {
            if (entry instanceof MemberRefEntry member && (isSystem(member.owner().asInternalName())
                    || member.nameAndType().name().equalsString(STACK_TRACE))) {
                return true;
            }
        }
        return false;
    }

    private static void change(CodeBuilder code, CodeElement element) {
        switch (element) {
            case FieldInstruction field when isSystem(field.owner().asInternalName())
                    && STREAMS.contains(field.name().stringValue()) ->
                    code.invokestatic(MACHINE, "out", MethodTypeDesc.of(PRINT_STREAM));
            case InvokeInstruction call when isSystem(call.owner().asInternalName())
                    && MOVED.contains(call.name().stringValue())
                    && !call.typeSymbol().returnType().displayName().equals("Map") ->
                    code.invokestatic(MACHINE, call.name().stringValue(), call.typeSymbol());
            case InvokeInstruction call when call.name().equalsString(STACK_TRACE)
                    && call.typeSymbol().equals(NO_ARGUMENTS) ->
                    code.invokestatic(MACHINE, STACK_TRACE, MethodTypeDesc.of(ConstantDescs.CD_void, THROWABLE));
            default -> code.with(element);
        }
    }

    private static boolean isSystem(String owner) {
        return owner.equals("java/lang/System");
    }
}
