-- the numbers entered for a desa
SELECT phone, desa, hamlet, role, changed_at, body
FROM sms_contact
WHERE desa = $1
ORDER BY hamlet, role, phone
