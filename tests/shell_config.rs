//! The desktop shell's configuration allows the page exactly what it needs, and stays that way.
//!
//! Reads the files that decide it and compiles no Tauri. Each rule has a control: the real configuration with one thing loosened, which
//! must be objected to. It does not try the running window; the walk in tests/e2e does.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and helpers of tests are tests"
)]

use std::{fs, path::Path};

use serde_json::{Value, json};

/// Everything that decides what the page may do.
#[derive(Clone)]
struct Shell {
    config: Value,
    /// What single systems change in it.
    overlays: Vec<Value>,
    capabilities: Vec<Value>,
    build: String,
    sources: String,
    manifest: String,
}

const PERMISSIONS: &[&str] = &[
    "allow-operate",
    "core:event:allow-listen",
    "core:event:allow-unlisten",
    "core:webview:allow-print",
];
const OVERLAYS: &[&str] = &["src-tauri/linux.conf.json"];
const PLUGINS: &[&str] = &["tauri-plugin-window-state"];
const CSP: &[(&str, &str)] = &[
    ("default-src", "'self'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("img-src", "'self' data: blob:"),
    ("connect-src", "'self' ipc: http://ipc.localhost"),
    ("object-src", "'none'"),
    ("base-uri", "'none'"),
    ("frame-ancestors", "'none'"),
    ("form-action", "'none'"),
];

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn files(folder: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder);
    let entries = fs::read_dir(path).expect("the folder exists");
    entries
        .map(|entry| {
            read(&format!(
                "{folder}/{}",
                entry.expect("an entry").file_name().display()
            ))
        })
        .collect()
}

fn ours() -> Shell {
    let parsed = |text: String| serde_json::from_str(&text).expect("JSON");
    Shell {
        config: parsed(read("tauri.conf.json")),
        overlays: OVERLAYS.iter().map(|name| parsed(read(name))).collect(),
        capabilities: files("src-tauri/capabilities").into_iter().map(parsed).collect(),
        build: read("src-tauri/build.rs"),
        sources: files("src-tauri/desktop").concat(),
        manifest: read("Cargo.toml"),
    }
}

/// What is wrong, as it is found.
#[derive(Default)]
struct Rules(Vec<&'static str>);

impl Rules {
    fn demand(&mut self, holds: bool, otherwise: &'static str) {
        if !holds {
            self.0.push(otherwise);
        }
    }
}

/// What is wrong with a shell; empty when nothing is.
fn objections(shell: &Shell) -> Vec<&'static str> {
    let mut rules = Rules::default();
    judge_config(shell, &mut rules);
    judge_capabilities(shell, &mut rules);
    judge_sources(shell, &mut rules);
    rules.0
}

fn judge_config(shell: &Shell, rules: &mut Rules) {
    let security = &shell.config["app"]["security"];
    let touches_page = |overlay: &Value| !overlay["app"].is_null() || !overlay["build"].is_null();
    rules.demand(
        !shell.overlays.iter().any(touches_page),
        "a system has a window of its own",
    );
    rules.demand(
        shell.config["app"]["withGlobalTauri"] != json!(true),
        "every script could reach the shell",
    );
    rules.demand(
        shell.config["app"]["windows"] == json!([]),
        "a window of the configuration has no navigation guard",
    );
    rules.demand(
        csp_is_ours(&security["csp"]),
        "the content security policy is not the strict one",
    );
    rules.demand(
        security["devCsp"].is_null(),
        "development has a policy of its own",
    );
    let modified = &security["dangerousDisableAssetCspModification"];
    rules.demand(
        modified.is_null() || *modified == json!(false),
        "the policy is not completed by the build",
    );
    rules.demand(
        security["freezePrototype"] == json!(true),
        "a script could change Object.prototype",
    );
    rules.demand(
        security["assetProtocol"]["enable"] != json!(true),
        "files could be read through asset:",
    );
    rules.demand(
        security["capabilities"] == json!(["main"]),
        "more or other capabilities than main",
    );
}

fn judge_capabilities(shell: &Shell, rules: &mut Rules) {
    rules.demand(shell.capabilities.len() == 1, "not exactly one capability file");
    for capability in &shell.capabilities {
        rules.demand(
            capability["windows"] == json!(["main"]),
            "a capability for other windows than main",
        );
        rules.demand(
            capability["webviews"].is_null(),
            "a capability that names webviews",
        );
        rules.demand(capability["remote"].is_null(), "a capability for remote pages");
        let permissions = capability["permissions"].as_array().cloned().unwrap_or_default();
        rules.demand(
            permissions
                .iter()
                .all(|one| one.as_str().is_some_and(|name| PERMISSIONS.contains(&name))),
            "a permission too many",
        );
        rules.demand(
            PERMISSIONS.iter().all(|name| permissions.contains(&json!(name))),
            "a permission too few",
        );
    }
}

fn judge_sources(shell: &Shell, rules: &mut Rules) {
    rules.demand(
        declared_commands(&shell.build) == ["operate"],
        "the declared commands are not operate alone",
    );
    rules.demand(
        shell.sources.matches("#[tauri::command]").count() == 1,
        "not exactly one command",
    );
    rules.demand(
        shell.sources.contains("generate_handler![operate::operate]"),
        "the handler takes other commands",
    );
    rules.demand(
        shell.sources.contains(".on_navigation(is_ours)"),
        "nothing guards navigation",
    );
    rules.demand(
        shell
            .sources
            .contains(".on_new_window(|_, _| NewWindowResponse::Deny)"),
        "the page could open windows",
    );
    rules.demand(
        shell.sources.contains(".devtools(cfg!(debug_assertions))"),
        "devtools in a release",
    );
    rules.demand(
        !tauri_features(&shell.manifest).contains("devtools"),
        "devtools as a feature",
    );
    rules.demand(
        plugins(&shell.manifest)
            .iter()
            .all(|plugin| PLUGINS.contains(&plugin.as_str())),
        "a plugin too many",
    );
}

fn csp_is_ours(csp: &Value) -> bool {
    let Some(directives) = csp.as_object() else {
        return false;
    };
    directives.len() == CSP.len()
        && CSP
            .iter()
            .all(|(directive, sources)| directives.get(*directive) == Some(&json!(sources)))
}

/// The names in `const COMMANDS`, provided that they are handed to the app manifest.
fn declared_commands(build: &str) -> Vec<String> {
    if !build.contains(".app_manifest(AppManifest::new().commands(COMMANDS))") {
        return Vec::new();
    }
    let list = build
        .split_once("const COMMANDS: &[&str] = &[")
        .and_then(|(_, rest)| rest.split_once("];"));
    let names = list.map(|(names, _)| names).unwrap_or_default();
    names
        .split(',')
        .map(|name| name.trim().trim_matches('"').to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

fn tauri_features(manifest: &str) -> &str {
    manifest
        .lines()
        .find(|line| line.starts_with("tauri = "))
        .unwrap_or_default()
}

fn plugins(manifest: &str) -> Vec<String> {
    let names = manifest.lines().filter(|line| line.starts_with("tauri-plugin-"));
    names
        .map(|line| {
            line.chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
                .collect()
        })
        .collect()
}

#[test]
fn the_shell_allows_the_page_one_command_and_one_event() {
    assert_eq!(objections(&ours()), Vec::<&str>::new());
}

/// Loosens one thing, and names the objection that it must raise.
type Control = (&'static str, fn(&mut Shell));

const CONTROLS: &[Control] = &[
    ("a system has a window of its own", |shell| {
        shell.overlays[0]["app"] = json!({ "withGlobalTauri": true });
    }),
    ("every script could reach the shell", |shell| {
        shell.config["app"]["withGlobalTauri"] = json!(true)
    }),
    ("a window of the configuration has no navigation guard", |shell| {
        shell.config["app"]["windows"] = json!([{ "label": "main" }])
    }),
    ("the content security policy is not the strict one", |shell| {
        csp(shell)["script-src"] = json!("'self' 'unsafe-inline'")
    }),
    ("the content security policy is not the strict one", |shell| {
        csp(shell)["style-src"] = json!("'self' 'unsafe-inline'")
    }),
    ("the content security policy is not the strict one", |shell| {
        csp(shell)["connect-src"] = json!("*")
    }),
    ("the content security policy is not the strict one", |shell| {
        csp(shell)["worker-src"] = json!("https://example.org")
    }),
    ("the content security policy is not the strict one", |shell| {
        *csp(shell) = Value::Null
    }),
    ("development has a policy of its own", |shell| {
        security(shell)["devCsp"] = json!("default-src *")
    }),
    ("the policy is not completed by the build", |shell| {
        security(shell)["dangerousDisableAssetCspModification"] = json!(["style-src"]);
    }),
    ("a script could change Object.prototype", |shell| {
        security(shell)["freezePrototype"] = json!(false)
    }),
    ("files could be read through asset:", |shell| {
        security(shell)["assetProtocol"]["enable"] = json!(true)
    }),
    ("more or other capabilities than main", |shell| {
        security(shell)["capabilities"] = json!(["main", "more"])
    }),
    ("not exactly one capability file", |shell| {
        shell.capabilities.push(shell.capabilities[0].clone())
    }),
    ("a capability for other windows than main", |shell| {
        shell.capabilities[0]["windows"] = json!(["*"])
    }),
    ("a capability that names webviews", |shell| {
        shell.capabilities[0]["webviews"] = json!(["*"])
    }),
    ("a capability for remote pages", |shell| {
        shell.capabilities[0]["remote"] = json!({ "urls": ["https://example.org"] })
    }),
    ("a permission too many", |shell| {
        shell.capabilities[0]["permissions"] = json!(["core:default"])
    }),
    ("a permission too many", |shell| {
        shell.capabilities[0]["permissions"] = json!([{ "identifier": "core:event:allow-listen" }]);
    }),
    ("a permission too few", |shell| {
        shell.capabilities[0]["permissions"] = json!(["core:event:allow-listen"])
    }),
    ("the declared commands are not operate alone", |shell| {
        shell.build = shell
            .build
            .replace("&[\"operate\"]", "&[\"operate\", \"read_file\"]");
    }),
    ("the declared commands are not operate alone", |shell| {
        shell.build = shell
            .build
            .replace(".app_manifest(AppManifest::new().commands(COMMANDS))", "");
    }),
    ("not exactly one command", |shell| {
        shell.sources += "#[tauri::command]\nfn more() {}"
    }),
    ("the handler takes other commands", |shell| {
        shell.sources = shell
            .sources
            .replace("[operate::operate]", "[operate::operate, more]");
    }),
    ("nothing guards navigation", |shell| {
        shell.sources = shell.sources.replace("(is_ours)", "(|_| true)")
    }),
    ("the page could open windows", |shell| {
        shell.sources = shell
            .sources
            .replace("NewWindowResponse::Deny", "NewWindowResponse::Allow");
    }),
    ("devtools in a release", |shell| {
        shell.sources = shell.sources.replace("cfg!(debug_assertions)", "true")
    }),
    ("devtools as a feature", |shell| {
        shell.manifest = shell
            .manifest
            .replace("tauri = {", "tauri = { features = [\"devtools\"],");
    }),
    ("a plugin too many", |shell| {
        shell.manifest += "\ntauri-plugin-fs = \"=2.0.0\""
    }),
    ("a plugin too many", |shell| {
        shell.manifest += "\ntauri-plugin-shell.workspace = true"
    }),
    ("a plugin too many", |shell| {
        shell.manifest += "\ntauri-plugin-http = \"=2.0.0\""
    }),
];

fn security(shell: &mut Shell) -> &mut Value {
    &mut shell.config["app"]["security"]
}

fn csp(shell: &mut Shell) -> &mut Value {
    &mut security(shell)["csp"]
}

#[test]
fn every_system_s_configuration_is_judged() {
    // Tauri takes such a file at the top by itself; one in src-tauri/ is named to it when bundling.
    let named = |folder: &str, is_one: fn(&str) -> bool| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder);
        let entries = fs::read_dir(path).expect("the folder exists");
        let names = entries.map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        });
        names.filter(|name| is_one(name)).collect::<Vec<_>>()
    };
    assert_eq!(
        named(".", |name| name.starts_with("tauri.") || name == "Tauri.toml"),
        ["tauri.conf.json"]
    );
    let overlays: Vec<_> = named("src-tauri", |name| name.ends_with(".conf.json"));
    assert_eq!(
        overlays
            .iter()
            .map(|name| format!("src-tauri/{name}"))
            .collect::<Vec<_>>(),
        OVERLAYS
    );
}

#[test]
fn each_rule_bites_when_its_one_thing_is_loosened() {
    for (expected, loosen) in CONTROLS {
        let mut shell = ours();
        loosen(&mut shell);
        assert!(
            objections(&shell).contains(expected),
            "loosened, but nobody said: {expected}"
        );
    }
}

#[test]
fn every_objection_has_a_control() {
    let source = include_str!("shell_config.rs");
    let rules = source.split("\nfn csp_is_ours").next().expect("the rules");
    let controlled: std::collections::BTreeSet<_> = CONTROLS.iter().map(|(expected, _)| expected).collect();
    for (expected, _) in CONTROLS {
        assert!(
            rules.contains(expected),
            "a control for a rule that is gone: {expected}"
        );
    }
    let said = rules
        .lines()
        .filter(|line| line.trim_start().starts_with("rules.demand("))
        .count();
    assert_eq!(controlled.len(), said, "a rule without a control");
}
