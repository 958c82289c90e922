//! Which of the compiled loops the processor can run.

use std::sync::LazyLock;

/// Instructions of a processor that the kernel is compiled for. One exists only on a processor that
/// has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Path(pub(super) Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// AVX-512 with the byte products of VNNI.
    #[cfg(target_arch = "x86_64")]
    Avx512,
    /// AVX2 and fused multiplication.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// Rust alone, compiled for the least processor.
    Portable,
}

impl std::fmt::Display for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self.0 {
            #[cfg(target_arch = "x86_64")]
            Kind::Avx512 => "avx512",
            #[cfg(target_arch = "x86_64")]
            Kind::Avx2 => "avx2",
            Kind::Portable => "portable",
        })
    }
}

impl Path {
    /// All that can be run here, the fastest first.
    pub fn available() -> Vec<Path> {
        let mut paths = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            let avx2 = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
            let avx512 = avx2
                && is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512vnni");
            if avx512 {
                paths.push(Path(Kind::Avx512));
            }
            if avx2 {
                paths.push(Path(Kind::Avx2));
            }
        }
        paths.push(Path(Kind::Portable));
        paths
    }

    /// The fastest that can be run here.
    pub fn best() -> Path {
        static BEST: LazyLock<Path> = LazyLock::new(|| Path::available()[0]);
        *BEST
    }
}

/// Compiles a safe function for each path and makes the function that chooses among them.
///
/// The bodies must be `#[inline(always)]`, so that they are compiled anew with each path's
/// instructions.
macro_rules! for_each_path {
    (
        $(#[$doc:meta])*
        $visibility:vis fn $name:ident($($arg:ident: $type:ty),* $(,)?);
        avx512: $avx512:expr, avx2: $avx2:expr, portable: $portable:expr $(,)?
    ) => {
        $(#[$doc])*
        $visibility fn $name(path: $crate::encoder::kernel::Path, $($arg: $type),*) {
            #[cfg(target_arch = "x86_64")]
            #[target_feature(
                enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx2,fma"
            )]
            fn avx512($($arg: $type),*) {
                $avx512($($arg),*);
            }
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2,fma")]
            fn avx2($($arg: $type),*) {
                $avx2($($arg),*);
            }
            use $crate::encoder::kernel::path::Kind;
            match path.0 {
                #[cfg(target_arch = "x86_64")]
                // SAFETY: a path of this kind exists only where the processor can run it.
                Kind::Avx512 => unsafe { avx512($($arg),*) },
                #[cfg(target_arch = "x86_64")]
                // SAFETY: as above.
                Kind::Avx2 => unsafe { avx2($($arg),*) },
                Kind::Portable => $portable($($arg),*),
            }
        }
    };
}
pub(super) use for_each_path;
