#!/bin/sh
# libtorch.sh DIR: sets libtorch 2.4.0 up in DIR, which `whosaid train` and `--reader libtorch` need,
# and prints the variables to build and run with:
#
#   eval "$(scripts/libtorch.sh ~/libtorch)"
#   cargo build --release --features libtorch
#
# It comes from the PyTorch wheel of PyPI, for the processor alone, and takes 2 GB on disk; where it
# is set up already nothing is fetched. Needs python3 with venv.
#
# Where download.pytorch.org can be reached there is a shorter way: with neither LIBTORCH nor
# LIBTORCH_USE_PYTORCH set, the build downloads libtorch by itself (TORCH_CUDA_VERSION=cu121 for a
# graphics card), and only LD_LIBRARY_PATH is left to be set.
set -eu
[ $# -eq 1 ] || { sed -n '2,14s/^# \{0,1\}//p' "$0" >&2; exit 2; }
dir=$(mkdir -p "$1" && cd "$1" && pwd)
view=$dir/libtorch
if [ ! -e "$view/lib/libtorch.so" ]; then
  python3 -m venv "$dir/venv" >&2
  # libtorch_cpu.so of this wheel is linked against two small libraries of CUDA, used or not.
  "$dir/venv/bin/pip" install -q --no-deps torch==2.4.0 \
    nvidia-cuda-runtime-cu12==12.1.105 nvidia-cuda-cupti-cu12==12.1.105 >&2
  site=$("$dir/venv/bin/python" -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')
  mkdir -p "$view/lib"
  ln -sfn "$site/torch/include" "$view/include"
  for file in "$site"/torch/lib/libc10.so "$site"/torch/lib/libtorch_cpu.so \
    "$site"/torch/lib/libgomp-*.so.1 "$site"/nvidia/cuda_cupti/lib/libcupti.so.12 \
    "$site"/nvidia/cuda_runtime/lib/libcudart.so.12; do
    [ -e "$file" ] || { echo "$file: missing; the wheel is not the one expected" >&2; exit 1; }
    ln -sfn "$file" "$view/lib/$(basename "$file")"
  done
  # The wheel's own libtorch.so pulls all of CUDA in; a linker script stands in for it.
  printf 'INPUT(-ltorch_cpu)\n' > "$view/lib/libtorch.so"
fi
echo "export LIBTORCH='$view' LIBTORCH_CXX11_ABI=0"
echo "export LD_LIBRARY_PATH='$view/lib'\"\${LD_LIBRARY_PATH:+:\$LD_LIBRARY_PATH}\""
