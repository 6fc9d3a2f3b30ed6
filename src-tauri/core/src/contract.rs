//! The contract, made from the table of operations: JSON Schema, TypeScript, and the page of the manual. What stands
//! in the repository of these is compared with what is made here by a test, so neither can fall behind.

use std::any::TypeId;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value as Json, json};
use ts_rs::{Config, TS, TypeVisitor};

use crate::operations::{Kind, OPERATIONS, Tag};
use crate::problem::{Code, Problem};

/// A type in TypeScript: its own body, and the declarations of the named types within it.
pub struct Shape {
    /// The body, with inner types by name.
    pub body: String,
    /// Declarations by name.
    pub named: BTreeMap<String, String>,
}

struct Gather<'c> {
    config: &'c Config,
    seen: Vec<TypeId>,
    named: BTreeMap<String, String>,
}

impl TypeVisitor for Gather<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if self.seen.contains(&TypeId::of::<T>()) {
            return;
        }
        self.seen.push(TypeId::of::<T>());
        if T::output_path().is_some() {
            self.named.insert(T::ident(self.config), T::decl(self.config));
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

impl Shape {
    /// The shape of `T`.
    #[must_use]
    pub fn of<T: TS + 'static>() -> Shape {
        let config = Config::default().with_large_int("number");
        let mut gather = Gather {
            config: &config,
            seen: Vec::new(),
            named: BTreeMap::new(),
        };
        T::visit_dependencies(&mut gather);
        T::visit_generics(&mut gather);
        let named_itself = !matches!(T::ident(&config).as_str(), "Input" | "Output");
        if named_itself {
            gather.visit::<T>();
        }
        let body = if named_itself {
            T::name(&config)
        } else {
            T::inline(&config)
        };
        let named = gather.named;
        Shape { body, named }
    }
}

/// `cases.register` as `CasesRegister`.
fn pascal(name: &str) -> String {
    let parts = name.split(['.', '_']);
    parts
        .map(|part| {
            let mut letters = part.chars();
            letters.next().map_or_else(String::new, |first| {
                first.to_uppercase().collect::<String>() + letters.as_str()
            })
        })
        .collect()
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Read => "read",
        Kind::Write => "write",
        Kind::Keep => "keep",
        Kind::House => "house",
    }
}

/// All operations as JSON: name, kind, permission, tags, and the JSON Schema of input and output.
#[must_use]
pub fn json() -> Json {
    let operations: Vec<Json> = OPERATIONS
        .iter()
        .map(|operation| {
            json!({
                "name": operation.name,
                "kind": operation.kind(),
                "summary": operation.summary,
                "permission": operation.permission,
                "tags": operation.tags,
                "input": (operation.input_schema)(),
                "output": (operation.output_schema)(),
            })
        })
        .collect();
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.wire()).collect();
    json!({ "operations": operations, "codes": codes })
}

/// The TypeScript that the interface is written against.
#[must_use]
pub fn typescript() -> String {
    let mut named = Shape::of::<Problem>().named;
    let mut own = String::new();
    let mut table = String::new();
    let mut list = String::new();
    for operation in OPERATIONS {
        let (input, output) = (operation.shapes)();
        let (name, type_name, kind) = (operation.name, pascal(operation.name), word(operation.kind()));
        let tags: Vec<String> = operation.tags.iter().map(|tag| json!(tag).to_string()).collect();
        // Writing to a String cannot fail.
        let _ = writeln!(own, "export type {type_name}Input = {};", input.body);
        let _ = writeln!(own, "export type {type_name}Output = {};", output.body);
        let _ = writeln!(
            table,
            "  \"{name}\": {{ kind: \"{kind}\"; input: {type_name}Input; output: {type_name}Output }};"
        );
        let _ = writeln!(
            list,
            "  \"{name}\": {{ kind: \"{kind}\", tags: [{}] }},",
            tags.join(", ")
        );
        named.extend(input.named);
        named.extend(output.named);
    }
    named.extend(Shape::of::<Tag>().named);
    let types: String = named
        .values()
        .map(|declaration| format!("export {declaration}\n"))
        .collect();
    let codes: Vec<String> = Code::ALL
        .iter()
        .map(|code| format!("  \"{}\",", code.wire()))
        .collect();
    let tags: Vec<String> = Tag::ALL.iter().map(|tag| json!(tag).to_string()).collect();
    format!(
        "// Made from the table of operations by `cargo xtask bindings`. Do not edit: a test compares it.\n\n\
         {types}\n{own}\nexport interface Operations {{\n{table}}}\n\n\
         export type OperationName = keyof Operations;\n\n\
         export const OPERATIONS: {{ readonly [N in OperationName]: {{ readonly kind: Operations[N][\"kind\"]; \
         readonly tags: readonly Tag[] }} }} = {{\n{list}}};\n\n\
         export const TAGS: readonly Tag[] = [{}];\n\n\
         export const CODES: readonly Code[] = [\n{}\n];\n",
        tags.join(", "),
        codes.join("\n"),
    )
}

/// The page of the manual that lists the operations.
#[must_use]
pub fn manual() -> String {
    let mut page = String::from(
        "# Operations\n\n<!-- Made from the table of operations by `cargo xtask bindings`. Do not edit: a test compares it. -->\n\n\
         Each is called by the window, by `POST /operations/NAME`, and by `keting call NAME`. Exact forms: `keting operations --json`.\n\n\
         | operation | kind | who | tags | what it does |\n| --- | --- | --- | --- | --- |\n",
    );
    for operation in OPERATIONS {
        let tags: Vec<String> = operation
            .tags
            .iter()
            .map(|tag| json!(tag).as_str().unwrap_or("").to_owned())
            .collect();
        let who = json!(operation.permission)
            .as_str()
            .unwrap_or("")
            .replace('_', " ");
        let _ = writeln!(
            page,
            "| `{}` | {} | {who} | {} | {} |",
            operation.name,
            word(operation.kind()),
            tags.join(", "),
            operation.summary
        );
    }
    page.push_str("\n## Codes of problems\n\n");
    for code in Code::ALL {
        let _ = writeln!(page, "- `{}`", code.wire());
    }
    page
}
