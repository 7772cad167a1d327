// A time zone that nobody has chosen yet is the browser's own; it can be changed like any other.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const select of document.querySelectorAll('select[name$="time_zone"]')) {
  const known = [...select.options].some((option) => option.value === zone);
  if (!select.value && known) select.value = zone;
}
