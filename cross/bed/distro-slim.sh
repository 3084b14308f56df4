#!/usr/bin/env bash
# distro-slim.sh ROOT: takes out of a Debian root file system what an emulated machine with two disks never loads.
set -euo pipefail
root=$1
for modules in "$root"/lib/modules/*; do
    rm -rf "$modules"/kernel/{sound,net/{bluetooth,wireless,mac80211,netfilter},drivers/{gpu,media,net,infiniband,usb,staging,iio,hwmon,hid,mtd,edac,isdn,scsi,target,platform,bluetooth,comedi}}
    rm -rf "$modules"/kernel/fs/{btrfs,xfs,ocfs2,gfs2,cifs,smb,ceph,nfs,nfsd,f2fs,jfs,reiserfs,ubifs,afs,orangefs}
    chroot "$root" depmod "$(basename "$modules")"
done
rm -rf "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/*.bin "$root"/usr/share/{locale,i18n,zoneinfo}
