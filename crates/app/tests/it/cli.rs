use crate::binary::Data;

/// The whole command line as people see it. `cargo xtask bless` writes it anew.
#[test]
fn help_is_german_and_complete() {
    let data = Data::new();
    let mut text = String::new();
    for command in [
        &[][..],
        &["serve"],
        &["import"],
        &["observations"],
        &["kennzahl"],
        &["trace"],
        &["deliveries"],
        &["check"],
        &["kommune"],
        &["backup"],
        &["restore"],
        &["demo"],
    ] {
        let mut arguments = command.to_vec();
        arguments.push("--help");
        let output = data.run(&arguments);
        assert!(output.status.success(), "{command:?}");
        text.push_str(&format!(
            "$ bildungsraum {}\n{}\n",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stdout)
        ));
    }
    for english in ["Usage", "Options", "OPTIONS", "Arguments", "Commands", "default:", "Print help"] {
        assert!(!text.contains(english), "{english} in\n{text}");
    }
    expect_test::expect_file!["../cli.txt"].assert_eq(&text);
}

#[test]
fn wrong_calls_are_explained_in_german() {
    let data = Data::new();
    for (arguments, message) in [
        (&["frobnicate"][..], "Den Befehl „frobnicate“ gibt es nicht."),
        (&["serve", "--nix"], "Die Angabe „--nix“ ist hier nicht vorgesehen."),
        (&["import", "openvhs"], "Es fehlt: <DATEI>..."),
        (&["demo", "--offers", "viele"], "Der Wert „viele“ passt nicht zu „--offers <ANZAHL>“."),
        (&[], "Es fehlt ein Befehl."),
    ] {
        let output = data.run(arguments);
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(text.contains(message), "{arguments:?}: {text}");
    }
}
