//! Which of the compiled loops the processor can run.

use super::fused;
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
    /// What every x86-64 has.
    #[cfg(target_arch = "x86_64")]
    Sse2,
    /// NEON with the dot products of bytes.
    #[cfg(target_arch = "aarch64")]
    Neon,
    /// Rust alone, compiled for the least processor.
    Portable,
}

/// The path that is always there.
pub(super) const PORTABLE: Path = Path(Kind::Portable);

impl std::fmt::Display for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self.0 {
            #[cfg(target_arch = "x86_64")]
            Kind::Avx512 => "avx512",
            #[cfg(target_arch = "x86_64")]
            Kind::Avx2 => "avx2",
            #[cfg(target_arch = "x86_64")]
            Kind::Sse2 => "sse2",
            #[cfg(target_arch = "aarch64")]
            Kind::Neon => "neon",
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
            paths.push(Path(Kind::Sse2));
        }
        #[cfg(target_arch = "aarch64")]
        if cfg!(target_endian = "little") && std::arch::is_aarch64_feature_detected!("dotprod") {
            paths.push(Path(Kind::Neon));
        }
        paths.push(PORTABLE);
        paths
    }

    /// The fastest that can be run here.
    pub fn best() -> Path {
        static BEST: LazyLock<Path> = LazyLock::new(|| Path::available()[0]);
        *BEST
    }

    /// `a * b + c`, rounded once, on every path.
    #[inline(always)]
    pub(super) fn mul_add(self, a: f32, b: f32, c: f32) -> f32 {
        if self.fuses() { a.mul_add(b, c) } else { fused::mul_add(a, b, c) }
    }

    /// Whether the path surely has an instruction that multiplies and adds.
    #[inline(always)]
    fn fuses(self) -> bool {
        match self.0 {
            #[cfg(target_arch = "x86_64")]
            Kind::Avx512 | Kind::Avx2 => true,
            #[cfg(target_arch = "x86_64")]
            Kind::Sse2 => cfg!(target_feature = "fma"),
            #[cfg(target_arch = "aarch64")]
            Kind::Neon => true,
            Kind::Portable => cfg!(any(target_arch = "aarch64", target_feature = "fma")),
        }
    }
}

/// Compiles a safe function for each path and makes the function that chooses among them.
///
/// The bodies take the path first. They must be `#[inline(always)]`, so that they are compiled
/// anew with each path's instructions, and for a path that the compiler knows.
macro_rules! for_each_path {
    (
        $(#[$doc:meta])*
        $visibility:vis fn $name:ident($($arg:ident: $type:ty),* $(,)?);
        avx512: $avx512:expr, avx2: $avx2:expr, neon: $neon:expr, portable: $portable:expr $(,)?
    ) => {
        $(#[$doc])*
        $visibility fn $name(path: $crate::encoder::kernel::Path, $($arg: $type),*) {
            use $crate::encoder::kernel::path::{Kind, PORTABLE};
            #[cfg(target_arch = "x86_64")]
            #[target_feature(
                enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx2,fma"
            )]
            fn avx512($($arg: $type),*) {
                $avx512(Path(Kind::Avx512), $($arg),*);
            }
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2,fma")]
            fn avx2($($arg: $type),*) {
                $avx2(Path(Kind::Avx2), $($arg),*);
            }
            #[cfg(target_arch = "aarch64")]
            #[target_feature(enable = "neon,dotprod")]
            fn neon($($arg: $type),*) {
                $neon(Path(Kind::Neon), $($arg),*);
            }
            match path.0 {
                #[cfg(target_arch = "x86_64")]
                // SAFETY: a path of this kind exists only where the processor can run it.
                Kind::Avx512 => unsafe { avx512($($arg),*) },
                #[cfg(target_arch = "x86_64")]
                // SAFETY: as above.
                Kind::Avx2 => unsafe { avx2($($arg),*) },
                #[cfg(target_arch = "aarch64")]
                // SAFETY: a path of this kind exists only where the processor can run it.
                Kind::Neon => unsafe { neon($($arg),*) },
                #[cfg(target_arch = "x86_64")]
                Kind::Sse2 => $portable(Path(Kind::Sse2), $($arg),*),
                Kind::Portable => $portable(PORTABLE, $($arg),*),
            }
        }
    };
}
pub(super) use for_each_path;
