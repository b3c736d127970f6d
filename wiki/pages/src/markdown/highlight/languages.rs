//! What languages look like. To add one: a name for it in [`find`], and its words.

/// How a language is painted.
pub(super) enum Kind {
    /// By its words.
    Words(&'static Language),
    /// By its tags.
    Markup,
    /// By its lines.
    Diff,
}

/// What tells the words of a language apart; lists hold words between spaces.
pub(super) struct Language {
    pub lines: &'static [&'static str],
    pub blocks: &'static [(&'static str, &'static str)],
    /// Quotes of texts that end with their line.
    pub quotes: &'static str,
    /// Quotes of texts over many lines.
    pub long: &'static [&'static str],
    /// Whether single quotes hold one letter.
    pub letters: bool,
    /// What else words begin with, and hold.
    pub before: &'static str,
    pub within: &'static str,
    pub keywords: &'static str,
    pub constants: &'static str,
    pub types: &'static str,
    /// Whether words with a capital are types.
    pub capitals: bool,
    /// Whether words before `:` and `=` are keys.
    pub keys: bool,
    pub any_case: bool,
}

const BASE: Language = Language {
    lines: &["//"],
    blocks: &[("/*", "*/")],
    quotes: "\"'",
    long: &[],
    letters: false,
    before: "",
    within: "",
    keywords: "",
    constants: "true false null",
    types: "",
    capitals: true,
    keys: false,
    any_case: false,
};

/// How the language of a name, in lower case, is painted.
pub(super) fn find(name: &str) -> Option<Kind> {
    let language = match name {
        "html" | "xml" | "svg" | "xhtml" | "vue" | "svelte" => return Some(Kind::Markup),
        "diff" | "patch" => return Some(Kind::Diff),
        "rust" | "rs" => &RUST,
        "python" | "py" | "python3" => &PYTHON,
        "javascript" | "js" | "jsx" | "mjs" | "typescript" | "ts" | "tsx" => &JAVASCRIPT,
        "c" | "h" | "cpp" | "c++" | "cc" | "hpp" | "objc" => &C,
        "csharp" | "cs" | "c#" | "java" | "kotlin" | "kt" | "scala" | "dart" => &JAVA,
        "go" | "golang" => &GO,
        "swift" | "zig" => &SWIFT,
        "php" => &PHP,
        "ruby" | "rb" | "elixir" | "ex" | "crystal" => &RUBY,
        "perl" | "pl" | "r" | "julia" | "jl" => &PERL,
        "lua" => &LUA,
        "haskell" | "hs" | "ocaml" | "ml" | "elm" => &HASKELL,
        "nix" => &NIX,
        "bash" | "sh" | "shell" | "zsh" | "fish" | "console" | "dockerfile" | "docker" | "make"
        | "makefile" => &SHELL,
        "powershell" | "ps1" => &POWERSHELL,
        "sql" | "sqlite" | "postgresql" | "mysql" => &SQL,
        "json" | "jsonc" | "json5" => &JSON,
        "yaml" | "yml" | "toml" | "ini" | "conf" | "cfg" | "properties" | "env" => &SETTINGS,
        "css" | "scss" | "less" => &CSS,
        // Shown as it is.
        _ => return None,
    };
    Some(Kind::Words(language))
}

static RUST: Language = Language {
    letters: true,
    quotes: "\"",
    keywords: "as async await break const continue crate dyn else enum extern fn for if impl in let loop match mod move \
        mut pub ref return self static struct super trait type unsafe use where while yield macro_rules",
    constants: "true false None Some Ok Err",
    types: "bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128 usize",
    ..BASE
};

static PYTHON: Language = Language {
    lines: &["#"],
    blocks: &[],
    long: &["\"\"\"", "'''"],
    before: "@",
    keywords: "and as assert async await break case class continue def del elif else except finally for from global if \
        import in is lambda match nonlocal not or pass raise return try while with yield",
    constants: "True False None self cls",
    types: "bool bytes dict float frozenset int list object set str tuple",
    ..BASE
};

static JAVASCRIPT: Language = Language {
    quotes: "\"'`",
    before: "$",
    within: "$",
    keywords: "abstract as async await break case catch class const continue debugger declare default delete do else enum \
        export extends finally for from function get if implements import in instanceof interface let new of private \
        protected public readonly return set static super switch this throw try type typeof var void while with yield",
    constants: "true false null undefined NaN Infinity",
    types: "any bigint boolean never number object string symbol unknown",
    ..BASE
};

static C: Language = Language {
    before: "#",
    keywords: "alignas alignof auto break case catch class co_await co_return co_yield concept const consteval constexpr \
        continue decltype default delete do else enum explicit export extern for friend goto if inline mutable \
        namespace new noexcept operator private protected public register requires return sizeof static static_assert \
        static_cast struct switch template this throw try typedef typename union using virtual volatile while #define \
        #elif #else #endif #if #ifdef #ifndef #include #pragma #undef",
    constants: "true false NULL nullptr",
    types: "bool char double float int long short signed unsigned void size_t ssize_t int8_t int16_t int32_t int64_t \
        uint8_t uint16_t uint32_t uint64_t",
    ..BASE
};

static JAVA: Language = Language {
    long: &["\"\"\""],
    before: "@",
    keywords: "abstract as assert async await base break by case catch class companion const constructor continue data def \
        default delegate do dynamic else enum event explicit export extends extension final finally fixed for foreach \
        fun get given goto if implements implicit import in init inline inner instanceof interface internal is late \
        lateinit lock match mixin namespace new object of open operator out override package params permits private \
        protected public readonly record ref required return sealed set sizeof static struct super suspend switch \
        synchronized this throw throws trait transient try type typealias typeof unsafe using val var virtual void \
        volatile when where while with yield",
    types: "bool boolean byte char decimal double float int long object sbyte short string uint ulong ushort",
    ..BASE
};

static GO: Language = Language {
    quotes: "\"'`",
    keywords: "break case chan const continue default defer else fallthrough for func go goto if import interface map \
        package range return select struct switch type var",
    constants: "true false nil iota",
    types: "any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string \
        uint uint8 uint16 uint32 uint64 uintptr",
    ..BASE
};

static SWIFT: Language = Language {
    long: &["\"\"\""],
    before: "@",
    keywords: "actor as associatedtype async await break case catch class comptime const continue default defer deinit do \
        else enum errdefer export extension extern fallthrough fileprivate fn for func guard if import in init inline \
        inout internal is lazy let mutating open operator orelse override private protocol pub public repeat return \
        self Self some static struct subscript super switch test throw throws try typealias union unowned usingnamespace \
        var weak where while",
    constants: "true false nil null undefined",
    types: "bool f32 f64 i8 i16 i32 i64 isize u8 u16 u32 u64 usize void",
    ..BASE
};

static PHP: Language = Language {
    lines: &["//", "#"],
    before: "$",
    keywords: "abstract and array as break callable case catch class clone const continue declare default do echo else \
        elseif empty enum extends final finally fn for foreach function global goto if implements include instanceof \
        insteadof interface isset list match namespace new or print private protected public readonly require \
        require_once return static switch throw trait try unset use var while xor yield",
    types: "bool float int iterable mixed never object string void",
    any_case: true,
    ..BASE
};

static RUBY: Language = Language {
    lines: &["#"],
    blocks: &[("=begin", "=end")],
    long: &["\"\"\""],
    before: "@:",
    within: "?!",
    keywords: "alias and begin break case class cond def defimpl defmacro defmodule defp defprotocol defstruct do else \
        elsif end ensure fn for if import in include module next not or raise receive redo require rescue retry return \
        self super then undef unless until use when while with yield",
    constants: "true false nil",
    ..BASE
};

static PERL: Language = Language {
    lines: &["#"],
    blocks: &[],
    before: "$@%",
    keywords: "and begin break catch const continue do else elseif elsif end export finally for foreach function global if \
        import in last let library local macro module mutable my next no not or our package redo repeat require return \
        source struct sub try type unless until use using while",
    constants: "true false TRUE FALSE NULL NA Inf NaN nothing undef missing",
    ..BASE
};

static LUA: Language = Language {
    lines: &["--"],
    blocks: &[("--[[", "]]"), ("[[", "]]")],
    keywords: "and break do else elseif end for function goto if in local not or repeat return then until while",
    constants: "true false nil",
    capitals: false,
    ..BASE
};

static HASKELL: Language = Language {
    lines: &["-- "],
    blocks: &[("{-", "-}"), ("(*", "*)")],
    quotes: "\"",
    letters: true,
    within: "'",
    keywords: "and as begin case class data default deriving do else end exception external forall foreign fun function \
        functor hiding if import in include infix infixl infixr instance let match method module mutable newtype object \
        of open qualified rec sig struct then try type val when where while with",
    constants: "true false True False Nothing Just",
    ..BASE
};

static NIX: Language = Language {
    lines: &["#"],
    long: &["''"],
    quotes: "\"",
    within: "-'",
    keywords: "assert else if import in inherit let or rec then with",
    keys: true,
    ..BASE
};

static SHELL: Language = Language {
    lines: &["# ", "#!", "#\n"],
    blocks: &[],
    before: "$",
    within: "-",
    keywords: "add alias begin break case cd cmd continue copy do done echo elif else end endif entrypoint env esac eval \
        exec exit export expose fi for from function healthcheck if ifdef ifeq ifndef ifneq in include label local \
        maintainer onbuild read readonly return run select set shell shift source stopsignal sudo then trap unset until \
        user volume while workdir",
    constants: "true false",
    capitals: false,
    any_case: true,
    ..BASE
};

static POWERSHELL: Language = Language {
    lines: &["#"],
    blocks: &[("<#", "#>")],
    before: "$-",
    within: "-",
    keywords: "begin break catch class continue data do dynamicparam else elseif end enum exit filter finally for foreach \
        from function hidden if in param process return switch throw trap try until using while",
    constants: "$true $false $null",
    capitals: false,
    any_case: true,
    ..BASE
};

static SQL: Language = Language {
    lines: &["--"],
    keywords: "add all alter analyze and as asc begin between by cascade case check collate column commit conflict \
        constraint create cross database default delete desc distinct do drop else end except exists explain fetch filter \
        for foreign from full function generated grant group having if ilike in index inner insert intersect into is join \
        key lateral left like limit natural not nothing offset on or order outer over partition pragma primary procedure \
        recursive references rename replace returning returns revoke right rollback row rows schema select set strict \
        table temporary then to transaction trigger truncate union unique update using values view when where window \
        with without",
    constants: "true false null",
    types: "bigint blob boolean bytea char date decimal double int integer interval json jsonb numeric real serial \
        smallint text time timestamp timestamptz uuid varchar",
    capitals: false,
    any_case: true,
    ..BASE
};

static JSON: Language = Language {
    capitals: false,
    keys: true,
    ..BASE
};

static SETTINGS: Language = Language {
    lines: &["#", ";"],
    blocks: &[],
    long: &["\"\"\"", "'''"],
    within: "-.",
    constants: "true false null yes no on off",
    capitals: false,
    keys: true,
    ..BASE
};

static CSS: Language = Language {
    before: "@.#-",
    within: "-",
    lines: &[],
    keywords: "@charset @container @extend @font-face @import @include @keyframes @layer @media @mixin @page @property \
        @supports @use",
    constants: "auto inherit initial none unset",
    capitals: false,
    keys: true,
    ..BASE
};
