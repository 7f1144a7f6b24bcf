#!/bin/sh
# Makes a machine of this one and starts its systemd: FOLDER, what is given to it, units that it must not start.
set -e
box=$1
mount -t tmpfs -o size=8g tmpfs "$box"
mkdir "$box/up" "$box/work" "$box/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$box/up,workdir=$box/work" "$box/root"
cd "$box/root"
mount -t proc proc proc
mount --rbind /dev dev
mount -t tmpfs tmpfs run
mount -t tmpfs tmpfs tmp
mount -t sysfs -o ro sysfs sys
mount -t tmpfs tmpfs sys/fs/cgroup
mount -t cgroup2 none sys/fs/cgroup
mkdir -p tmp/given tmp/old
mount --bind "$2" tmp/given
ip link set lo up 2>/dev/null || true
for name in $3; do ln -sf /dev/null "etc/systemd/system/$name"; done
mount --make-private "$box/root" 2>/dev/null || true
pivot_root . tmp/old
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
exec chroot . /bin/sh -c 'umount -l /tmp/old; exec /usr/bin/env -i container=follow PATH=$PATH LANG=C.UTF-8 \
  /lib/systemd/systemd --system --unit=multi-user.target --log-target=journal --show-status=0'
