//! Which reader, by which model and guide: the options that verbs share.

use crate::encoder::Precision;
use crate::reading::Reader;
use crate::reading::lexicon::Lexicon;
use crate::reading::neural::{Scheme, folder::Folder};
use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// The choice of a reader.
#[derive(Clone, Debug, Args)]
pub(super) struct Choice {
    /// Who reads: embedded is the encoder that is built in; lexicon goes by lists of words and
    /// rules, over a hundred times faster
    #[arg(long, value_enum, default_value_t = Name::Embedded)]
    reader: Name,
    /// A model folder for the encoder [default: the one built in]
    #[arg(long, value_name = "DIR")]
    model: Option<PathBuf>,
    /// The guide to read by: whosaid finds nested attributions too, polnear the outermost alone
    #[arg(long, value_enum, default_value_t = Guide::Whosaid)]
    scheme: Guide,
    /// Compute with 32-bit floats, as training does; int8 is several times faster
    #[arg(long, value_enum, default_value_t = Numbers::Int8)]
    precision: Numbers,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Name {
    Lexicon,
    Embedded,
    /// The encoder on libtorch, on a graphics card if there is one
    #[cfg(feature = "libtorch")]
    Libtorch,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Guide {
    Whosaid,
    Polnear,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Numbers {
    Int8,
    F32,
}

impl Choice {
    /// Whether PolNeAR's guide is read by.
    pub(super) fn is_polnear(&self) -> bool {
        self.scheme == Guide::Polnear
    }

    /// The reader that was chosen.
    ///
    /// # Errors
    ///
    /// If the model folder cannot be read with, or the options do not go together.
    pub(super) fn open(&self) -> anyhow::Result<Box<dyn Reader>> {
        let scheme = match self.scheme {
            Guide::Whosaid => Scheme::Whosaid,
            Guide::Polnear => Scheme::Polnear,
        };
        let precision = match self.precision {
            Numbers::Int8 => Precision::Int8,
            Numbers::F32 => Precision::F32,
        };
        match self.reader {
            Name::Lexicon if self.model.is_some() => {
                bail!("--model is for the encoder; leave it out, or give --reader embedded")
            }
            Name::Lexicon => Ok(Box::new(Lexicon)),
            Name::Embedded => {
                let (folder, refused) = self.folder()?;
                Ok(Box::new(folder.reader(precision, scheme).context(refused)?))
            }
            #[cfg(feature = "libtorch")]
            Name::Libtorch => {
                let (folder, refused) = self.folder()?;
                Ok(Box::new(folder.libtorch(scheme).context(refused)?))
            }
        }
    }

    /// The model folder, and what to say if it cannot be read with.
    fn folder(&self) -> anyhow::Result<(Folder, String)> {
        let Some(path) = &self.model else {
            return Ok((Folder::built_in(), "the model that is built in".to_owned()));
        };
        let refused = format!("{}: the model cannot be read with", path.display());
        Ok((Folder::open(path).with_context(|| refused.clone())?, refused))
    }
}
