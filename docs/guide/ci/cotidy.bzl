# SPDX-License-Identifier: Apache-2.0
"""A Bazel aspect that lints the C++ sources of a target, one action a source.

bazel build //... --aspects=//tools:cotidy.bzl%cotidy_aspect --output_groups=cotidy

The action reads what the compiler would read (declared inputs), keeps no state (--no-cache: Bazel
has its own), and writes one report a source, so that it can run remotely.
"""

load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "ACTION_NAMES")
load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")

_SOURCES = ("cc", "cpp", "cxx", "c++")

def _compile_flags(ctx, toolchain, features, compilation):
    variables = cc_common.create_compile_variables(
        feature_configuration = features,
        cc_toolchain = toolchain,
        user_compile_flags = ctx.fragments.cpp.cxxopts + ctx.fragments.cpp.copts +
                             getattr(ctx.rule.attr, "copts", []),
        include_directories = compilation.includes,
        quote_include_directories = compilation.quote_includes,
        system_include_directories = compilation.system_includes,
        preprocessor_defines = depset(
            transitive = [compilation.defines, compilation.local_defines],
        ),
    )
    return cc_common.get_memory_inefficient_command_line(
        feature_configuration = features,
        action_name = ACTION_NAMES.cpp_compile,
        variables = variables,
    )

def _lint(ctx, target, source, flags, toolchain):
    report = ctx.actions.declare_file("%s.%s.cotidy.sarif" % (target.label.name, source.basename))
    arguments = ctx.actions.args()
    arguments.add("--quiet")
    arguments.add("--no-cache")
    arguments.add("--project=.")
    arguments.add("--config-file", ctx.file._config)
    arguments.add("--output=sarif=%s" % report.path)
    arguments.add(source)
    arguments.add("--")
    arguments.add_all(flags)
    ctx.actions.run(
        executable = ctx.executable._cotidy,
        arguments = [arguments],
        inputs = depset(
            [source, ctx.file._config],
            transitive = [target[CcInfo].compilation_context.headers, toolchain.all_files],
        ),
        outputs = [report],
        mnemonic = "Cotidy",
        progress_message = "Linting %s" % source.short_path,
    )
    return report

def _aspect(target, ctx):
    if CcInfo not in target or not hasattr(ctx.rule.attr, "srcs"):
        return []
    toolchain = find_cpp_toolchain(ctx)
    features = cc_common.configure_features(
        ctx = ctx,
        cc_toolchain = toolchain,
        requested_features = ctx.features,
        unsupported_features = ctx.disabled_features,
    )
    flags = _compile_flags(ctx, toolchain, features, target[CcInfo].compilation_context)
    reports = [
        _lint(ctx, target, file, flags, toolchain)
        for source in ctx.rule.attr.srcs
        for file in source.files.to_list()
        if file.extension in _SOURCES
    ]
    return [OutputGroupInfo(cotidy = depset(reports))]

cotidy_aspect = aspect(
    implementation = _aspect,
    attr_aspects = ["deps"],
    attrs = {
        "_cotidy": attr.label(
            default = "//tools:cotidy",
            executable = True,
            cfg = "exec",
            allow_single_file = True,
        ),
        "_config": attr.label(default = "//:.clang-tidy", allow_single_file = True),
        "_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
    },
    fragments = ["cpp"],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
)
